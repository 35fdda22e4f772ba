using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Standfast.Mail;
using Standfast.Smtp.Wire;

namespace Standfast.Smtp.Server;

/// <summary>
/// One SMTP session over a pipe pair (RFC 5321 §3, §4.1). Runs on one logical thread; what a peer can make it hold is one command
/// line, one block of content and one recipient count.
/// </summary>
/// <param name="tls">Certificate and protocols for STARTTLS or implicit TLS; null offers neither.</param>
/// <param name="onFault">Told of exceptions of the handler, which end the session with 421; never null, must not throw.</param>
public sealed partial class SmtpServerSession(
    IDuplexPipe transport, ISessionHandlerFactory handlers, SmtpServerOptions options, SessionContext context,
    SslServerAuthenticationOptions? tls, TimeProvider time, Action<Exception> onFault)
{
    private readonly ISessionHandler _handler = handlers.Create(context);
    private IDuplexPipe _pipe = transport;
    private TlsPipe? _tlsPipe;
    private CancellationTokenSource _deadline = null!;
    private bool _hasTransaction;
    private int _recipients;
    private int _errors;
    private int _authFailures;
    private bool _isEnding;

    /// <param name="implicitTls">TLS before the greeting (RFC 8314 §3.3).</param>
    /// <param name="stopping">Finish an open transaction, then say 421.</param>
    /// <param name="abort">End now.</param>
    public async Task RunAsync(bool implicitTls, CancellationToken stopping, CancellationToken abort)
    {
        using var timeout = new CancellationTokenSource(options.CommandTimeout, time);
        _deadline = timeout;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abort);
        await using var stopRegistration = stopping.UnsafeRegister(static session => ((SmtpServerSession)session!)._pipe.Input.CancelPendingRead(), this);
        try
        {
            if (implicitTls) await SecureAsync(both.Token);
            if (await _handler.ConnectAsync(context, both.Token) is { } refusal)
            {
                await SayAsync(refusal, both.Token);
                return;
            }

            timeout.CancelAfter(options.CommandTimeout);
            await SayAsync(new SmtpReply(220, null, $"{options.Hostname} ESMTP Standfast"), both.Token);
            await ReadCommandsAsync(stopping, both.Token);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            await SayLastAsync(new SmtpReply(421, 4, 2, timeout.IsCancellationRequested ? "Timed out, closing" : "Server is stopping"));
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // The peer is gone or speaks no TLS; its own transaction is forgotten below.
        }
#pragma warning disable CA1031 // The session is the boundary: a bug ends this session, not the server.
        catch (Exception exception)
        {
            onFault(exception);
            await SayLastAsync(new SmtpReply(421, 3, 0, "Internal trouble, closing; try again later"));
        }
#pragma warning restore CA1031
        finally
        {
            _handler.Reset();
            if (_tlsPipe is not null) await _tlsPipe.DisposeAsync();
        }
    }

    private async Task ReadCommandsAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        var skipping = false;
        while (!_isEnding)
        {
            if (stopping.IsCancellationRequested && !_hasTransaction)
            {
                await SayAsync(new SmtpReply(421, 3, 2, "Server is stopping; try again in a minute"), cancellationToken);
                return;
            }

            var input = _pipe.Input;
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is not { } lineFeed)
            {
                if (result.IsCompleted)
                {
                    input.AdvanceTo(buffer.End);
                    return;
                }

                // A line longer than any command is not kept, only passed over to its end.
                skipping |= buffer.Length > options.MaxCommandOctets;
                input.AdvanceTo(skipping ? buffer.End : buffer.Start, buffer.End);
                continue;
            }

            var end = buffer.GetPosition(1, lineFeed);
            var line = buffer.Slice(0, lineFeed);
            if (skipping || line.Length > options.MaxCommandOctets)
            {
                skipping = false;
                input.AdvanceTo(end);
                Refuse(new SmtpReply(500, 5, 2, $"Line longer than {options.MaxCommandOctets} octets"));
            }
            else
            {
                var length = (int)line.Length;
                var copy = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
                try
                {
                    line.CopyTo(copy);
                    input.AdvanceTo(end);
                    await ObeyAsync(copy.AsMemory(0, length), cancellationToken);
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(copy);
                }
            }

            // A whole command, not any octet, earns more time.
            _deadline.CancelAfter(options.CommandTimeout);
            await FlushUnlessPipelinedAsync(cancellationToken);
        }
    }

    /// <summary>Replies to a pipelined group go out together (RFC 2920 §3.2).</summary>
    private async ValueTask FlushUnlessPipelinedAsync(CancellationToken cancellationToken)
    {
        if (!_isEnding && _pipe.Input.TryRead(out var more))
        {
            var hasLine = more.Buffer.PositionOf((byte)'\n') is not null;
            _pipe.Input.AdvanceTo(more.Buffer.Start, hasLine ? more.Buffer.Start : more.Buffer.End);
            if (hasLine && _pipe.Output.UnflushedBytes < 32 * 1024) return;
        }

        await _pipe.Output.FlushAsync(cancellationToken);
    }

    private void Say(SmtpReply reply) => ReplyWriter.Write(_pipe.Output, reply);

    private void Refuse(SmtpReply reply)
    {
        if (++_errors > options.MaxErrors)
        {
            reply = new SmtpReply(421, 7, 0, "Too many errors, closing");
            _isEnding = true;
        }

        Say(reply);
    }

    private async ValueTask SayAsync(SmtpReply reply, CancellationToken cancellationToken)
    {
        Say(reply);
        await _pipe.Output.FlushAsync(cancellationToken);
    }

    /// <summary>A last word on a connection that may be broken already.</summary>
    private async ValueTask SayLastAsync(SmtpReply reply)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
            await SayAsync(reply, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // Nobody listens.
        }
    }

    private void EndTransaction()
    {
        _hasTransaction = false;
        _recipients = 0;
        _handler.Reset();
    }

    private async Task SecureAsync(CancellationToken cancellationToken)
    {
        _tlsPipe = await TlsPipe.AcceptAsync(_pipe, tls!, cancellationToken);
        _pipe = _tlsPipe;
        context.Tls = _tlsPipe.Description;
    }
}
