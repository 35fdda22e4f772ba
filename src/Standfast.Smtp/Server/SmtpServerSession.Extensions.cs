using System.Globalization;
using Standfast.Mail;
using Standfast.Mail.Notifications;

namespace Standfast.Smtp.Server;

/// <content>Parameters of extensions: DSN (RFC 3461), FUTURERELEASE (RFC 4865), MT-PRIORITY (RFC 6710).</content>
public sealed partial class SmtpServerSession
{
    /// <summary>RFC 3461 §4.4, §4.2: ENVID and ORCPT.</summary>
    private const int MaxEnvelopeIdOctets = 100, MaxOriginalRecipientOctets = 500;

    /// <summary>RFC 4865 §4.1: nine digits of seconds.</summary>
    private const int MaxHoldDigits = 9;

    private void OfferExtensions(List<string> lines)
    {
        if (options.OffersDsn) lines.Add("DSN");
        if (options.OffersPriority) lines.Add("MT-PRIORITY");
        // 250-FUTURERELEASE 604800 2026-01-08T00:00:00Z
        if (options.MaxHold > TimeSpan.Zero)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"FUTURERELEASE {(long)options.MaxHold.TotalSeconds} {time.GetUtcNow() + options.MaxHold:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
    }

    /// <returns>False when the parameter is none of these, or not taken here.</returns>
    private bool TryTakeExtension(ReadOnlySpan<byte> parameter, ref MailCommand command, out SmtpReply? fault)
    {
        fault = s_syntax;
        var equals = parameter.IndexOf((byte)'=');
        if (equals < 0) return false;
        var name = parameter[..equals];
        var value = System.Text.Encoding.ASCII.GetString(parameter[(equals + 1)..]);
        if (options.TakesDsn && Is(name, "RET"u8))
        {
            var asked = value.ToUpperInvariant() switch { "FULL" => DsnReturn.Full, "HDRS" => DsnReturn.Headers, _ => DsnReturn.Unspecified };
            if (asked == DsnReturn.Unspecified || command.Return != DsnReturn.Unspecified) return true;
            command = command with { Return = asked };
        }
        else if (options.TakesDsn && Is(name, "ENVID"u8))
        {
            if (command.EnvelopeId is not null || value.Length is 0 or > MaxEnvelopeIdOctets || !Xtext.TryDecode(value, out _)) return true;
            command = command with { EnvelopeId = value };
        }
        else if (options.OffersPriority && Is(name, "MT-PRIORITY"u8))
        {
            // priority-value = (["-"] NZDIGIT) / "0"
            if (value.Length is 0 or > 2 || value is "-0" || !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority) || priority is < -9 or > 9 || value[0] == '+') return true;
            command = command with { Priority = priority };
        }
        else if (options.MaxHold > TimeSpan.Zero && (Is(name, "HOLDFOR"u8) || Is(name, "HOLDUNTIL"u8)))
        {
            if (command.HoldUntil is not null || ParseHold(Is(name, "HOLDFOR"u8), value) is not { } until) return true;
            if (until - time.GetUtcNow() > options.MaxHold)
            {
                fault = new SmtpReply(501, 5, 4, $"Held for {(long)options.MaxHold.TotalSeconds} seconds at most");
                return true;
            }

            command = command with { HoldUntil = until };
        }
        else
        {
            return false;
        }

        fault = null;
        return true;
    }

    // HOLDFOR=future-release-integer, HOLDUNTIL=Internet-style-date-time-UTC (RFC 4865 §4.2)
    private DateTimeOffset? ParseHold(bool isInterval, string value)
    {
        if (isInterval)
        {
            return value.Length <= MaxHoldDigits && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                ? time.GetUtcNow() + TimeSpan.FromSeconds(seconds)
                : null;
        }

        return DateTimeOffset.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && until > time.GetUtcNow() ? until : null;
    }

    private SmtpReply? ParseRecipientParameters(ReadOnlySpan<byte> parameters, out RecipientDsn notification)
    {
        notification = default;
        foreach (var range in parameters.Split((byte)' '))
        {
            var parameter = parameters[range];
            if (parameter.IsEmpty) continue;
            if (!options.TakesDsn) return new SmtpReply(555, 5, 4, "RCPT parameter not offered here");
            var value = System.Text.Encoding.ASCII.GetString(parameter[(parameter.IndexOf((byte)'=') + 1)..]);
            if (Ascii.StartsWithIgnoreCase(parameter, "NOTIFY="u8))
            {
                if (notification.Notify != DsnNotify.Unspecified || !TryParseNotify(value, out var notify)) return s_syntax;
                notification = notification with { Notify = notify };
            }
            else if (Ascii.StartsWithIgnoreCase(parameter, "ORCPT="u8))
            {
                if (notification.Original is not null || !IsOriginalRecipient(value)) return s_syntax;
                notification = notification with { Original = value };
            }
            else
            {
                return new SmtpReply(555, 5, 4, "RCPT parameter not offered here");
            }
        }

        return null;
    }

    // notify-esmtp-value = "NEVER" / 1#notify-list-element ; "SUCCESS" / "FAILURE" / "DELAY"     (RFC 3461 §4.1)
    private static bool TryParseNotify(string value, out DsnNotify notify)
    {
        notify = DsnNotify.Unspecified;
        foreach (var word in value.ToUpperInvariant().Split(','))
        {
            var one = word switch { "NEVER" => DsnNotify.Never, "SUCCESS" => DsnNotify.Success, "FAILURE" => DsnNotify.Failure, "DELAY" => DsnNotify.Delay, _ => DsnNotify.Unspecified };
            if (one == DsnNotify.Unspecified) return false;
            notify |= one;
        }

        return !notify.HasFlag(DsnNotify.Never) || notify == DsnNotify.Never;
    }

    // original-recipient-address = addr-type ";" xtext     (RFC 3461 §4.2)
    private static bool IsOriginalRecipient(string value)
    {
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        return value.Length <= MaxOriginalRecipientOctets && semicolon > 0 && !value.AsSpan(0, semicolon).ContainsAnyExcept(s_atomCharacters)
            && semicolon < value.Length - 1 && Xtext.TryDecode(value.AsSpan(semicolon + 1), out _);
    }

    // addr-type = atom; what is registered (rfc822, utf-8, x400, …) needs no more than these.
    private static readonly System.Buffers.SearchValues<char> s_atomCharacters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
}
