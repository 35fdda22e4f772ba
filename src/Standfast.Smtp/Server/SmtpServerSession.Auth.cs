using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Standfast.Mail;
using Standfast.Smtp.Sasl;

namespace Standfast.Smtp.Server;

/// <content>AUTH (RFC 4954), only under TLS.</content>
public sealed partial class SmtpServerSession
{
    private async ValueTask AuthAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        if (context.Tls is null)
        {
            Refuse(new SmtpReply(538, 7, 11, "AUTH needs TLS: use STARTTLS first"));
            return;
        }

        if (context.UserName is not null || _hasTransaction || context.HeloName is null)
        {
            Refuse(s_outOfOrder);
            return;
        }

        var parts = Encoding.ASCII.GetString(rest.Span).Split(' ', 2, StringSplitOptions.RemoveEmptyEntries);
        var exchange = parts.Length == 0 ? null : SaslExchange.Start(parts[0]);
        if (exchange is null)
        {
            Refuse(new SmtpReply(504, 5, 4, "Mechanisms are PLAIN and LOGIN"));
            return;
        }

        var response = parts.Length == 2 ? (parts[1] == "=" ? "" : parts[1]) : null;
        while (!exchange.IsComplete)
        {
            if (response is null)
            {
                await SayAsync(new SmtpReply(334, null, exchange.Challenge), cancellationToken);
                response = await ReadLineAsync(cancellationToken);
            }

            if (response is null or "*" || !exchange.TryRespond(response))
            {
                Refuse(new SmtpReply(501, 5, 2, "Authentication cancelled or not base64"));
                return;
            }

            response = null;
        }

        await JudgeAsync(exchange, cancellationToken);
    }

    private async ValueTask JudgeAsync(SaslExchange exchange, CancellationToken cancellationToken)
    {
        var refusal = await _handler.AuthenticateAsync(exchange.UserName, exchange.Secret, cancellationToken);
        if (refusal is null)
        {
            context.UserName = exchange.UserName;
            CryptographicOperations.ZeroMemory(exchange.Secret);
            Say(new SmtpReply(235, 7, 0, "Authenticated"));
            return;
        }

        CryptographicOperations.ZeroMemory(exchange.Secret);
        Say(refusal);
        if (++_authFailures < options.MaxAuthFailures) return;
        Say(new SmtpReply(421, 7, 0, "Too many failed logins, closing"));
        _isEnding = true;
    }

    /// <summary>One line of an AUTH exchange; null when the peer left, or the line is too long or does not end in CRLF.</summary>
    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _pipe.Input.ReadAsync(cancellationToken);
            if (result.Buffer.PositionOf((byte)'\n') is { } lineFeed)
            {
                var line = result.Buffer.Slice(0, lineFeed);
                var text = line.Length <= options.MaxCommandOctets ? Encoding.ASCII.GetString(line.ToArray()) : "";
                _pipe.Input.AdvanceTo(result.Buffer.GetPosition(1, lineFeed));
                return text.EndsWith('\r') ? text[..^1] : null;
            }

            var tooLong = result.Buffer.Length > options.MaxCommandOctets;
            _pipe.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (!result.IsCompleted && !tooLong) continue;
            _isEnding = true;
            return null;
        }
    }
}
