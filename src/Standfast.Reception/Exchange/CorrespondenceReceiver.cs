using System.Net;
using Microsoft.Extensions.Logging;
using Standfast.Mail;
using Standfast.Reception.Content;
using Standfast.Smtp.Server;

namespace Standfast.Reception.Exchange;

/// <summary>Keeps the beginning of a message to abuse@, postmaster@ or the contact of requests, and has it read once the message is accepted: whatever comes of that, the reply stays.</summary>
internal sealed class CorrespondenceReceiver(ICorrespondence correspondence, EmailAddress recipient, IPAddress? client, InspectionBudget budget, IContentReceiver rest, ILogger logger) : IContentReceiver, IDisposable
{
    /// <summary>Of a message; ours: what counts stands before what is attached.</summary>
    private const int MaxOctets = 1024 * 1024;

    private readonly GatheredContent _content = new(budget, 8 * 1024);
    private bool _isBusy;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var room = MaxOctets - _content.Memory.Length;
        if (!_isBusy && room > 0 && !_content.TryAppend(content.Span[..Math.Min(room, content.Length)])) _isBusy = true;
        return rest.WriteAsync(content, cancellationToken);
    }

    public async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        using var content = this;
        var reply = await rest.CompleteAsync(cancellationToken);
        if (_isBusy || !reply.IsPositive) return reply;
        try
        {
            await correspondence.TakeAsync(_content.Memory, recipient, client, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The session ends: the message is kept all the same, and so is its reply.
        }
        catch (IOException exception)
        {
            Log.CorrespondenceNotKept(logger, recipient.ToString(), exception);
        }

        return reply;
    }

    public ValueTask AbortAsync()
    {
        Dispose();
        return rest.AbortAsync();
    }

    public void Dispose() => _content.Dispose();
}
