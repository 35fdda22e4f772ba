using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Standfast.Mail;
using Standfast.Smtp.Wire;

namespace Standfast.Smtp.Client;

/// <summary>
/// The client's side of one SMTP or LMTP (RFC 2033) connection. Methods are called one at a time; any <see cref="PeerException"/>
/// ends the connection's use.
/// </summary>
public sealed class SmtpClientConnection(IDuplexPipe transport, string heloName, bool isLmtp, ClientTimeouts timeouts, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _deadline = new(Timeout.InfiniteTimeSpan, time);
    private IDuplexPipe _pipe = transport;
    private TlsPipe? _tls;
    private HashSet<string> _extensions = new(StringComparer.OrdinalIgnoreCase);
    private bool _isBroken;

    public bool OffersStartTls => _extensions.Contains("STARTTLS");

    public bool OffersPipelining => _extensions.Contains("PIPELINING");

    public bool Offers8BitMime => _extensions.Contains("8BITMIME");

    public bool OffersSize => _extensions.Contains("SIZE");

    /// <summary>RFC 3461.</summary>
    public bool OffersDsn => _extensions.Contains("DSN");

    public bool IsLmtp => isLmtp;

    /// <summary>Null in the clear.</summary>
    public string? Tls => _tls?.Description;

    /// <summary>Reads the greeting.</summary>
    public async Task<SmtpReply> GreetAsync(CancellationToken cancellationToken) => await ReadReplyAsync("greeting", timeouts.Greeting, cancellationToken);

    /// <summary>EHLO, or HELO where that is refused; LHLO for LMTP.</summary>
    public async Task<SmtpReply> HelloAsync(CancellationToken cancellationToken)
    {
        var reply = await CommandAsync("ehlo", $"{(isLmtp ? "LHLO" : "EHLO")} {heloName}", cancellationToken);
        _extensions = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (reply.IsPositive)
        {
            foreach (var line in reply.Lines.Skip(1)) _extensions.Add(line.Split(' ')[0]);
            return reply;
        }

        return isLmtp || !reply.IsPermanent ? reply : await CommandAsync("ehlo", $"HELO {heloName}", cancellationToken);
    }

    /// <summary>STARTTLS and the handshake; EHLO must follow. A refusal leaves the connection as it was, but 421, which ends it (RFC 5321 §3.8).</summary>
    public async Task<SmtpReply> StartTlsAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var reply = await CommandAsync("starttls", "STARTTLS", cancellationToken);
        if (reply.Code == 421) throw new PeerException("starttls", $"the server answered STARTTLS with {reply}") { Reply = reply };
        if (reply.Code != 220) return reply;
        // What a server sends before TLS was not protected by it.
        ExpectNothing("starttls");

        try
        {
            _deadline.CancelAfter(timeouts.Command);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellationToken);
            _tls = await TlsPipe.ConnectAsync(_pipe, options, both.Token);
            _pipe = _tls;
            _extensions.Clear();
            return reply;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new PeerException("starttls", $"TLS handshake failed: {exception.Message}", exception);
        }
    }

    /// <summary>AUTH PLAIN (RFC 4616).</summary>
    public Task<SmtpReply> AuthenticateAsync(string userName, string password, CancellationToken cancellationToken) =>
        CommandAsync("auth", "AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{userName}\0{password}")), cancellationToken);

    /// <summary>One command, one reply.</summary>
    public async Task<SmtpReply> CommandAsync(string phase, string command, CancellationToken cancellationToken)
    {
        ExpectNothing(phase);
        Queue(command);
        await FlushAsync(phase, cancellationToken);
        return await ReadReplyAsync(phase, timeouts.Command, cancellationToken);
    }

    /// <summary>
    /// Says goodbye without waiting for the answer; but not on a broken connection, where it would send what was left before it,
    /// such as a final dot whose transaction has been given up; nor where it would become content of a transaction that was opened ahead.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_isBroken && !IsAhead)
            {
                Queue("QUIT");
                _deadline.CancelAfter(TimeSpan.FromSeconds(2));
                await _pipe.Output.FlushAsync(_deadline.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException)
        {
            // It was broken already.
        }

        if (_tls is not null) await _tls.DisposeAsync();
        _deadline.Dispose();
    }

    /// <summary>The server has taken a MAIL and has not been told the end of its transaction.</summary>
    internal bool HasOpenTransaction { get; set; }

    /// <summary>A transaction was opened with the end of the one before, and the server's replies to it have not been read.</summary>
    internal bool IsAhead { get; set; }

    internal PipeWriter Output => _pipe.Output;

    internal ClientTimeouts Timeouts => timeouts;

    /// <summary>Puts a command into the output without sending it yet.</summary>
    /// <exception cref="ArgumentException">The command holds a line end: data would have become a command.</exception>
    internal void Queue(string command)
    {
        if (command.AsSpan().ContainsAny('\r', '\n', '\0')) throw new ArgumentException("a command holds a line end", nameof(command));
        var target = _pipe.Output.GetSpan(Encoding.UTF8.GetMaxByteCount(command.Length) + 2);
        var length = Encoding.UTF8.GetBytes(command, target);
        "\r\n"u8.CopyTo(target[length..]);
        _pipe.Output.Advance(length + 2);
    }

    /// <summary>A reply that nobody asked for would be taken for the next one, and from there all of them for another's.</summary>
    internal void ExpectNothing(string phase)
    {
        try
        {
            if (!_pipe.Input.TryRead(out var early)) return;
            var (isEmpty, isClosed) = (early.Buffer.IsEmpty, early.IsCompleted);
            _pipe.Input.AdvanceTo(early.Buffer.Start);
            if (!isEmpty) throw new PeerException(phase, "the server sent something that it was not asked for");
            if (isClosed) throw new PeerException(phase, $"the server closed the connection before {phase}");
        }
        catch (IOException exception) when (exception is not PeerException)
        {
            throw new PeerException(phase, exception.Message, exception);
        }
    }

    internal async ValueTask FlushAsync(string phase, CancellationToken cancellationToken)
    {
        try
        {
            _deadline.CancelAfter(timeouts.Content);
            await using var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _deadline);
            var result = await _pipe.Output.FlushAsync(_deadline.Token);
            // What the caller waits for between two calls is not the server's time.
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            if (result.IsCompleted) throw Broken(phase, "the server closed the connection", null);
        }
        catch (Exception exception) when (exception is not PeerException && (exception is IOException or InvalidOperationException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)))
        {
            throw Broken(phase, exception is OperationCanceledException ? $"timed out sending in {phase}" : exception.Message, exception);
        }
    }

    internal ValueTask<SmtpReply> ReadReplyAsync(string phase, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // Replies to commands that were sent together come together: no deadline is set for what is there.
        if (!cancellationToken.IsCancellationRequested && TryTakeReply(phase) is { } reply) return new ValueTask<SmtpReply>(reply);
        return WaitForReplyAsync(phase, timeout, cancellationToken);
    }

    /// <returns>Null when no whole reply is there.</returns>
    private SmtpReply? TryTakeReply(string phase)
    {
        try
        {
            if (!_pipe.Input.TryRead(out var result)) return null;
            return Take(result, phase);
        }
        catch (IOException exception) when (exception is not PeerException)
        {
            throw Broken(phase, exception.Message, exception);
        }
    }

    /// <returns>Null when the reply is not whole yet.</returns>
    private SmtpReply? Take(ReadResult result, string phase)
    {
        var buffer = result.Buffer;
        if (ReplyParser.TryRead(ref buffer, out var reply, out var error))
        {
            _pipe.Input.AdvanceTo(buffer.Start);
            // "Go on" is no yes: it is asked for by DATA alone.
            return reply!.Code / 100 == 3 && phase != "data" ? throw Broken(phase, $"the server answered in {phase} with {reply}", null) : reply;
        }

        _pipe.Input.AdvanceTo(buffer.Start, buffer.End);
        if (error is not null) throw Broken(phase, error, null);
        if (result.IsCompleted) throw Broken(phase, $"the server closed the connection in {phase}", null);
        return null;
    }

    private async ValueTask<SmtpReply> WaitForReplyAsync(string phase, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            _deadline.CancelAfter(timeout);
            await using var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _deadline);
            while (true)
            {
                if (Take(await _pipe.Input.ReadAsync(_deadline.Token), phase) is not { } reply) continue;
                _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
                return reply;
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Broken(phase, $"no reply within {timeout.TotalSeconds:0} s in {phase}", exception);
        }
        catch (IOException exception) when (exception is not PeerException)
        {
            throw Broken(phase, exception.Message, exception);
        }
    }

    /// <summary>Nothing more is said, not even goodbye: the server is within content that does not come to its end.</summary>
    public void Abandon() => _isBroken = true;

    private PeerException Broken(string phase, string message, Exception? inner)
    {
        _isBroken = true;
        return new PeerException(phase, message, inner);
    }
}
