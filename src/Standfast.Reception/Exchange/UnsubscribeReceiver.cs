using Standfast.Mail;
using Standfast.Policy.Unsubscribe;
using Standfast.Smtp.Server;

namespace Standfast.Reception.Exchange;

/// <summary>Takes mail to addresses that unsubscribe: at the final dot the wishes are made durable; what the mail says is read by nobody.</summary>
/// <param name="rest">Takes the content for the other recipients; null where there are none.</param>
internal sealed class UnsubscribeReceiver(IReadOnlyList<UnsubscribeClaim> claims, Unsubscriptions unsubscriptions, string source, IContentReceiver? rest) : IContentReceiver
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => rest?.WriteAsync(content, cancellationToken) ?? ValueTask.CompletedTask;

    public async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var claim in claims) await unsubscriptions.HonourAsync(claim, everything: false, source);
        }
        catch (IOException)
        {
            if (rest is not null) await rest.AbortAsync();
            return Replies.UnsubscribeUnavailable;
        }

        return rest is null ? Replies.Unsubscribed : await rest.CompleteAsync(cancellationToken);
    }

    public ValueTask AbortAsync() => rest?.AbortAsync() ?? ValueTask.CompletedTask;
}
