using Standfast.Mail;

namespace Standfast.Smtp.Client;

/// <summary>How one recipient fared, and the phase that decided it.</summary>
public readonly record struct RecipientReply(SmtpReply Reply, string Phase);

/// <summary>One mail transaction: MAIL, RCPT for each recipient, DATA, content; pipelined where offered (RFC 2920).</summary>
public sealed class ClientTransaction(SmtpClientConnection connection)
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>True once the server has answered to MAIL: before that, a reused connection may just have been closed for idleness.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>One reply for each recipient, in their order. A connection that fails throws; nothing is then known of any recipient.</summary>
    /// <param name="sizeOctets">Announced where SIZE is offered.</param>
    /// <param name="content">CRLF line ends only, ending in CRLF, or empty.</param>
    /// <param name="beforeFinalDot">Awaited before the server can take responsibility.</param>
    /// <exception cref="PeerException">The connection failed.</exception>
    public async Task<RecipientReply[]> SendAsync(
        ReversePath sender, IReadOnlyList<EmailAddress> recipients, bool is8Bit, long sizeOctets,
        IAsyncEnumerable<ReadOnlyMemory<byte>> content, Func<Task> beforeFinalDot, CancellationToken cancellationToken)
    {
        var results = new RecipientReply[recipients.Count];
        var mail = $"MAIL FROM:<{sender}>{(connection.OffersSize ? $" SIZE={sizeOctets}" : "")}{(is8Bit && connection.Offers8BitMime ? " BODY=8BITMIME" : "")}";
        var data = connection.OffersPipelining
            ? await OpenPipelinedAsync(mail, recipients, results, cancellationToken)
            : await OpenStepwiseAsync(mail, recipients, results, cancellationToken);
        if (data is null) return results;
        var accepted = 0;
        foreach (var result in results)
            if (result.Reply.IsPositive)
                accepted++;
        if (accepted == 0)
        {
            // The server took DATA without a recipient: end it with nothing in it (RFC 2920 §3.1).
            connection.Queue(".");
            await connection.FlushAsync("content", cancellationToken);
            await connection.ReadReplyAsync("content", connection.Timeouts.FinalReply, cancellationToken);
            return results;
        }

        await WriteContentAsync(content, cancellationToken);
        await beforeFinalDot();
        connection.Queue(".");
        await connection.FlushAsync("content", cancellationToken);
        await ReadFinalRepliesAsync(results, cancellationToken);
        return results;
    }

    /// <returns>The 354, or null when the transaction is over and <paramref name="results"/> say how.</returns>
    private async Task<SmtpReply?> OpenPipelinedAsync(string mail, IReadOnlyList<EmailAddress> recipients, RecipientReply[] results, CancellationToken cancellationToken)
    {
        connection.Queue(mail);
        foreach (var recipient in recipients) connection.Queue($"RCPT TO:<{recipient}>");
        connection.Queue("DATA");
        await connection.FlushAsync("mail", cancellationToken);
        var mailReply = await ReadAsync("mail", cancellationToken);
        HasStarted = true;
        for (var index = 0; index < results.Length; index++) results[index] = new RecipientReply(await ReadAsync("rcpt", cancellationToken), "rcpt");
        var data = await ReadAsync("data", cancellationToken);
        if (!mailReply.IsPositive) Array.Fill(results, new RecipientReply(mailReply, "mail"));
        return data.Code == 354 ? data : Refused(data, results);
    }

    private async Task<SmtpReply?> OpenStepwiseAsync(string mail, IReadOnlyList<EmailAddress> recipients, RecipientReply[] results, CancellationToken cancellationToken)
    {
        var mailReply = await connection.CommandAsync("mail", mail, cancellationToken);
        HasStarted = true;
        if (!mailReply.IsPositive)
        {
            Array.Fill(results, new RecipientReply(mailReply, "mail"));
            return null;
        }

        var anyAccepted = false;
        for (var index = 0; index < results.Length; index++)
        {
            results[index] = new RecipientReply(await connection.CommandAsync("rcpt", $"RCPT TO:<{recipients[index]}>", cancellationToken), "rcpt");
            anyAccepted |= results[index].Reply.IsPositive;
        }

        if (!anyAccepted)
        {
            await connection.CommandAsync("rset", "RSET", cancellationToken);
            return null;
        }

        var data = await connection.CommandAsync("data", "DATA", cancellationToken);
        return data.Code == 354 ? data : Refused(data, results);
    }

    /// <summary>DATA was refused: so was every recipient that had been accepted.</summary>
    private static SmtpReply? Refused(SmtpReply data, RecipientReply[] results)
    {
        if (data.IsPositive) throw new PeerException("data", $"the server answered DATA with {data}");
        foreach (ref var result in results.AsSpan())
            if (result.Reply.IsPositive)
                result = new RecipientReply(data, "data");
        return null;
    }

    private async Task ReadFinalRepliesAsync(RecipientReply[] results, CancellationToken cancellationToken)
    {
        SmtpReply? shared = null;
        for (var index = 0; index < results.Length; index++)
        {
            if (!results[index].Reply.IsPositive) continue;
            // LMTP answers for each accepted recipient (RFC 2033 §4.2), SMTP once for all.
            var reply = connection.IsLmtp || shared is null
                ? await connection.ReadReplyAsync("content", connection.Timeouts.FinalReply, cancellationToken)
                : shared;
            shared = reply;
            results[index] = new RecipientReply(reply, "content");
        }
    }

    private Task<SmtpReply> ReadAsync(string phase, CancellationToken cancellationToken) => connection.ReadReplyAsync(phase, connection.Timeouts.Command, cancellationToken);

    private async Task WriteContentAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellationToken)
    {
        var stuffer = new DotStuffer();
        await foreach (var piece in content)
        {
            stuffer.Write(connection.Output, piece.Span);
            if (connection.Output.UnflushedBytes >= FlushBytes) await connection.FlushAsync("content", cancellationToken);
        }

        stuffer.End(connection.Output);
    }
}
