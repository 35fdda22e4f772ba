using Standfast.Policy.Checks;
using Standfast.Policy.Content;

namespace Standfast.Policy.Attachments;

/// <summary>Looks into what is attached to a message, and into what is in that. May be called concurrently.</summary>
public sealed class AttachmentInspector(FileTypeTable table, AttachmentOptions options, TimeProvider time) : IDisposable
{
    /// <summary>For a place; ours. Within it and <see cref="AttachmentOptions.MaxTime"/> a client does not give up.</summary>
    private static readonly TimeSpan s_wait = TimeSpan.FromMinutes(2);

    // Unpacking takes RAM and a processor: so many messages at once, the others wait.
    private readonly SemaphoreSlim _unpacking = new(Math.Max(2, Environment.ProcessorCount));

    /// <returns>The strongest finding, of several the first; null where there is nothing to say.</returns>
    public async ValueTask<Finding?> InspectAsync(MessageView message, CancellationToken cancellationToken)
    {
        if (message.Attachments.Count == 0 && message.Text.Length == 0 && message.Html.Length == 0) return null;
        var inspection = new Inspection(table, options, new InspectionAllowance(options, time, cancellationToken));
        if (!inspection.TryTakeSimple(message))
        {
            if (!await _unpacking.WaitAsync(s_wait, cancellationToken)) return new Finding("SF-6011", GuardAction.Defer, "the message", "cannot be looked into now: too many archives are being unpacked", "try again later");
            try
            {
                // Time spent waiting is not the message's.
                inspection = new Inspection(table, options, new InspectionAllowance(options, time, cancellationToken));
                inspection.Take(message, depth: 0);
            }
            finally
            {
                _unpacking.Release();
            }
        }

        return inspection.Strongest;
    }

    public void Dispose() => _unpacking.Dispose();
}
