using System.Buffers.Text;
using Standfast.Mail;
using Standfast.Smtp.Wire;

namespace Standfast.Smtp.Server;

/// <content>The commands: what each needs, does and answers.</content>
public sealed partial class SmtpServerSession
{
    /// <summary>RFC 1870 §3: more than a long holds, so that a number may be well formed and yet too large.</summary>
    private const int MaxSizeDigits = 20;

    private static readonly SmtpReply s_ok = new(250, 0, 0, "Ok");
    private static readonly SmtpReply s_outOfOrder = new(503, 5, 1, "Bad sequence of commands");
    private static readonly SmtpReply s_syntax = new(501, 5, 4, "Syntax error in parameters");

    private async ValueTask ObeyAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        if (!line.Span.EndsWith("\r"u8) || line.Span[..^1].ContainsAny((byte)'\r', (byte)0))
        {
            Refuse(new SmtpReply(500, 5, 2, "Lines end in CRLF"));
            return;
        }

        line = line[..^1];
        var text = line.Span;
        var verb = text.IndexOf((byte)' ') is var space && space >= 0 ? text[..space] : text;
        var rest = line[Math.Min(text.Length, verb.Length + 1)..];
        if (Is(verb, "MAIL"u8)) await MailAsync(rest, cancellationToken);
        else if (Is(verb, "RCPT"u8)) await RecipientAsync(rest, cancellationToken);
        else if (Is(verb, "DATA"u8)) await DataAsync(rest, cancellationToken);
        else if (Is(verb, "EHLO"u8)) Hello(rest.Span, extended: true);
        else if (Is(verb, "HELO"u8)) Hello(rest.Span, extended: false);
        else if (Is(verb, "RSET"u8)) Reset(rest.Span);
        else if (Is(verb, "NOOP"u8)) Say(s_ok);
        else if (Is(verb, "QUIT"u8)) Quit();
        else if (Is(verb, "STARTTLS"u8)) await StartTlsAsync(rest, cancellationToken);
        else if (Is(verb, "AUTH"u8)) await AuthAsync(rest, cancellationToken);
        else if (Is(verb, "VRFY"u8)) Refuse(new SmtpReply(252, 5, 0, "Cannot verify; send the message and see"));
        else if (Is(verb, "EXPN"u8)) Refuse(new SmtpReply(502, 5, 1, "EXPN is not offered"));
        else if (Is(verb, "HELP"u8)) Say(new SmtpReply(214, 0, 0, "RFC 5321"));
        else Refuse(new SmtpReply(500, 5, 1, "Command not recognised"));
    }

    private static bool Is(ReadOnlySpan<byte> verb, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(verb, name);

    private void Hello(ReadOnlySpan<byte> name, bool extended)
    {
        name = name.Trim((byte)' ');
        if (name.IsEmpty || name.Length > 255 || name.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            Refuse(new SmtpReply(501, 5, 4, $"{(extended ? "EHLO" : "HELO")} needs the client's name"));
            return;
        }

        EndTransaction();
        context.HeloName = System.Text.Encoding.ASCII.GetString(name);
        context.IsEsmtp = extended;
        if (!extended)
        {
            Say(new SmtpReply(250, null, options.Hostname));
            return;
        }

        List<string> lines = [$"{options.Hostname} greets {context.HeloName}", "PIPELINING", $"SIZE {options.MaxMessageOctets}", "8BITMIME", "ENHANCEDSTATUSCODES"];
        OfferExtensions(lines);
        if (tls is not null && context.Tls is null) lines.Add("STARTTLS");
        if (context.Tls is not null && context.UserName is null) lines.Add("AUTH PLAIN LOGIN");
        Say(new SmtpReply(250, null, [.. lines]));
    }

    private async ValueTask MailAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        if (context.HeloName is null || _hasTransaction)
        {
            Refuse(s_outOfOrder);
            return;
        }

        if (ParseMail(rest.Span, out var command) is { } error)
        {
            Refuse(error);
            return;
        }

        var reply = await _handler.MailAsync(command!, cancellationToken);
        _hasTransaction = reply.IsPositive;
        if (reply.IsPositive) Say(reply);
        else Refuse(reply);
    }

    private SmtpReply? ParseMail(ReadOnlySpan<byte> rest, out MailCommand? command)
    {
        command = null;
        if (!Ascii.StartsWithIgnoreCase(rest, "FROM:"u8) || !PathParser.TrySplit(rest[5..], out var path, out var parameters)) return s_syntax;
        if (!PathParser.TryParseReversePath(path, out var sender)) return new SmtpReply(553, 1, 7, "The sender is not a mailbox: local-part@domain is needed");
        long? size = null;
        var is8Bit = false;
        var asked = new MailCommand(sender, null, false);
        foreach (var range in parameters.Split((byte)' '))
        {
            var parameter = parameters[range];
            if (parameter.IsEmpty) continue;
            if (Ascii.StartsWithIgnoreCase(parameter, "SIZE="u8))
            {
                var digits = parameter[5..];
                if (digits.Length is 0 or > MaxSizeDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return s_syntax;
                if (!Utf8Parser.TryParse(digits, out long declared, out _) || declared > options.MaxMessageOctets) return TooLarge();
                size = declared;
            }
            else if (Ascii.EqualsIgnoreCase(parameter, "BODY=8BITMIME"u8))
            {
                is8Bit = true;
            }
            else if (TryTakeExtension(parameter, ref asked, out var fault))
            {
                if (fault is not null) return fault;
            }
            else if (!Ascii.EqualsIgnoreCase(parameter, "BODY=7BIT"u8) && !Ascii.StartsWithIgnoreCase(parameter, "AUTH="u8))
            {
                // AUTH= must be taken where AUTH is offered, and whoever is named there is not believed (RFC 4954 §5).
                return new SmtpReply(555, 5, 4, "MAIL parameter not offered here");
            }
        }

        command = asked with { DeclaredSize = size, Is8BitMime = is8Bit };
        return null;
    }

    private SmtpReply TooLarge() => new(552, 3, 4, $"Message larger than {options.MaxMessageOctets} octets");

    private async ValueTask RecipientAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        if (!_hasTransaction)
        {
            Refuse(s_outOfOrder);
            return;
        }

        if (_recipients >= options.MaxRecipients)
        {
            Refuse(new SmtpReply(452, 5, 3, $"More than {options.MaxRecipients} recipients; send the rest in another transaction"));
            return;
        }

        if (ParseRecipient(rest.Span, out var command) is { } error)
        {
            Refuse(error);
            return;
        }

        var reply = await _handler.RecipientAsync(command!, cancellationToken);
        if (!reply.IsPositive)
        {
            Refuse(reply);
            return;
        }

        _recipients++;
        Say(reply);
    }

    private SmtpReply? ParseRecipient(ReadOnlySpan<byte> rest, out RecipientCommand? command)
    {
        command = null;
        if (!Ascii.StartsWithIgnoreCase(rest, "TO:"u8) || !PathParser.TrySplit(rest[3..], out var path, out var parameters)) return s_syntax;
        if (ParseRecipientParameters(parameters, out var notification) is { } fault) return fault;
        if (!EmailAddress.TryParse(path, out var recipient)) return new SmtpReply(553, 1, 3, "The recipient is not a mailbox: local-part@domain is needed, without a route");
        command = new RecipientCommand(recipient, notification);
        return null;
    }

    private void Reset(ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty)
        {
            Refuse(s_syntax);
            return;
        }

        EndTransaction();
        Say(s_ok);
    }

    private void Quit()
    {
        Say(new SmtpReply(221, 0, 0, "Bye"));
        _isEnding = true;
    }

    private async ValueTask StartTlsAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        if (!rest.IsEmpty || tls is null || context.Tls is not null)
        {
            Refuse(rest.IsEmpty ? s_outOfOrder : s_syntax);
            return;
        }

        // Whatever a client pipelined behind STARTTLS was sent in the clear, perhaps not by the client (CVE-2011-0411).
        if (_pipe.Input.TryRead(out var early))
        {
            var injected = !early.Buffer.IsEmpty;
            _pipe.Input.AdvanceTo(early.Buffer.End);
            if (injected)
            {
                Say(new SmtpReply(554, 5, 1, "Commands after STARTTLS and before TLS; closing"));
                _isEnding = true;
                return;
            }
        }

        await SayAsync(new SmtpReply(220, 0, 0, "Ready to start TLS"), cancellationToken);
        EndTransaction();
        context.HeloName = null;
        context.UserName = null;
        await SecureAsync(cancellationToken);
    }
}
