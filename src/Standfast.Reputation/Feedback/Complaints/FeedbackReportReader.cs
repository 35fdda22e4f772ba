using System.Globalization;
using System.Net;
using MimeKit;
using MimeKit.Utils;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Reputation.Feedback.Complaints;

/// <summary>
/// Reads feedback reports as they come: ARF (RFC 5965, 6591, CFBL of RFC 9477), ARF whose parts are mislabelled, the forwards that some providers send in its place,
/// and the unsubscribe mail of Apple's programs. Never throws; may be called concurrently.
/// </summary>
public sealed class FeedbackReportReader(IReadOnlyList<FeedbackSource> sources)
{
    private const int MaxTextLength = 2_000;

    /// <summary>RFC 5965 §3.2; a larger number is no count of complaints about one message.</summary>
    private const int MaxIncidents = 1_000_000;

    private static readonly string[] s_returnedTypes = ["message/rfc822", "text/rfc822-headers", "text/rfc822-header", "message/global", "message/global-headers", "message/rfc822-headers"];

    /// <summary>Null for a message that is no report.</summary>
    public FeedbackReport? Read(PartedMessage message)
    {
        var from = AddressOf(message.Header["From"]);
        if (FieldsOf(message) is { } fields) return Describe(fields, Returned(message), from) with { Format = "arf" };
        if (Forwarded(message, from) is { } forwarded) return forwarded;
        // Apple's programs say by this field that the mail was sent for a person who pressed "unsubscribe".
        return message.Header["X-Apple-Unsubscribe"]?.Equals("true", StringComparison.OrdinalIgnoreCase) == true && from is not null
            ? new FeedbackReport(FeedbackType.OptOut) { TypeName = "opt-out", Format = "apple", OriginalRecipients = [from], Reporter = from }
            : null;
    }

    /// <summary>The machine-readable part; null where there is none.</summary>
    private static PartFields? FieldsOf(PartedMessage message)
    {
        if (message.Find("message/feedback-report") is { } part && PartFields.ReadAll(part.Decode().Span) is { All.Count: > 0 } fields) return fields;
        if (message.ReportType is null) return null;
        // A part that says something else of itself, in a message that is one of reports.
        foreach (var other in message.Parts)
            if (!s_returnedTypes.Contains(other.MediaType) && PartFields.ReadAll(other.Decode().Span) is var read && read["Feedback-Type"] is not null && (read["User-Agent"] ?? read["Version"]) is not null)
                return read;
        return null;
    }

    private static PartFields Returned(PartedMessage message)
    {
        var isAfter = false;
        ReportPart? last = null;
        foreach (var part in message.Parts)
        {
            if (s_returnedTypes.Contains(part.MediaType)) return PartFields.ReadHeader(part.Decode().Span, out _);
            if (isAfter) last = part;
            isAfter |= part.MediaType == "message/feedback-report";
        }

        // RFC 5965 §2 (d) demands a third part; some label it as plain text.
        return last is null ? PartFields.None : PartFields.ReadHeader(last.Decode().Span, out _);
    }

    private FeedbackReport? Forwarded(PartedMessage message, string? from)
    {
        if (from is null || message.Parts.FirstOrDefault(part => s_returnedTypes.Contains(part.MediaType)) is not { } part) return null;
        var subject = message.Header["Subject"] ?? "";
        foreach (var source in sources)
        {
            if (!source.Matches(from, subject)) continue;
            var returned = PartFields.ReadHeader(part.Decode().Span, out _);
            string?[] named = source.RecipientField.Length == 0 ? [] : [message.Header[source.RecipientField] ?? returned[source.RecipientField]];
            return new FeedbackReport(FeedbackType.Abuse)
            {
                TypeName = "abuse",
                Format = source.Name,
                Reporter = from,
                Returned = returned,
                OriginalRecipients = [.. named.OfType<string>().Select(Bare).Where(address => address.Length > 0)],
                OriginalMailFrom = returned["Return-Path"] is { } path ? Bare(path) : null,
                SourceIp = subject.Split(' ').Select(word => IPAddress.TryParse(word.Trim('[', ']'), out var address) ? address : null).FirstOrDefault(address => address is not null),
            };
        }

        return null;
    }

    private static FeedbackReport Describe(PartFields fields, PartFields returned, string? from)
    {
        var name = (fields["Feedback-Type"] ?? "").Trim().ToLowerInvariant();
        var type = TypeOf(name);
        var recipients = Many(fields, "Original-Rcpt-To", Bare);
        // Microsoft's reports name the recipient here.
        if (recipients.Count == 0 && (returned["X-HmXmrOriginalRecipient"] ?? fields["X-HmXmrOriginalRecipient"]) is { } recipient) recipients = [Bare(recipient)];
        return new FeedbackReport(type)
        {
            TypeName = name,
            UserAgent = One(fields, "User-Agent"),
            Version = One(fields, "Version"),
            OriginalEnvelopeId = One(fields, "Original-Envelope-Id"),
            OriginalMailFrom = One(fields, "Original-Mail-From") is { } sender ? Bare(sender) : null,
            OriginalRecipients = recipients,
            ArrivalDate = DateUtils.TryParse(fields["Arrival-Date"] ?? fields["Received-Date"] ?? "", out var at) ? at : null,
            ReportingMta = One(fields, "Reporting-MTA"),
            SourceIp = IPAddress.TryParse((fields["Source-IP"] ?? "").Trim('[', ']', ' '), out var address) ? address : null,
            SourcePort = int.TryParse(fields["Source-Port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? port : null,
            Incidents = int.TryParse(fields["Incidents"], NumberStyles.None, CultureInfo.InvariantCulture, out var incidents) ? Math.Clamp(incidents, 1, MaxIncidents) : 1,
            AuthenticationResults = Many(fields, "Authentication-Results"),
            ReportedDomains = Many(fields, "Reported-Domain"),
            ReportedUris = Many(fields, "Reported-URI", Bare),
            RemovalRecipients = Many(fields, "Removal-Recipient", Bare),
            Failure = type == FeedbackType.AuthenticationFailure ? FailureOf(fields) : null,
            Reporter = from,
            Returned = returned,
        };
    }

    private static AuthenticationFailure FailureOf(PartFields fields) => new()
    {
        Kind = One(fields, "Auth-Failure")?.ToLowerInvariant() ?? "",
        DeliveryResult = One(fields, "Delivery-Result")?.ToLowerInvariant(),
        IdentityAlignment = One(fields, "Identity-Alignment")?.ToLowerInvariant(),
        DkimDomain = One(fields, "DKIM-Domain"),
        DkimIdentity = One(fields, "DKIM-Identity"),
        DkimSelector = One(fields, "DKIM-Selector"),
        DkimSelectorDns = One(fields, "DKIM-Selector-DNS"),
        DkimAdspDns = One(fields, "DKIM-ADSP-DNS"),
        DkimCanonicalizedHeader = One(fields, "DKIM-Canonicalized-Header"),
        DkimCanonicalizedBody = One(fields, "DKIM-Canonicalized-Body"),
        SpfDns = One(fields, "SPF-DNS"),
    };

    private static FeedbackType TypeOf(string name) => name switch
    {
        "abuse" => FeedbackType.Abuse,
        "fraud" or "phishing" => FeedbackType.Fraud,
        "virus" or "malware" => FeedbackType.Virus,
        "not-spam" => FeedbackType.NotSpam,
        "auth-failure" or "dmarc" => FeedbackType.AuthenticationFailure,
        // "unsubscribe" and "opt-out-list" are older words for it.
        "opt-out" or "opt-out-list" or "unsubscribe" => FeedbackType.OptOut,
        _ => FeedbackType.Other,
    };

    private static string? One(PartFields fields, string name) => fields[name] is { Length: > 0 } value ? Cut(value) : null;

    private static List<string> Many(PartFields fields, string name, Func<string, string>? read = null) =>
        [.. fields.Values(name).Take(FeedbackReport.MaxValues).Select(value => Cut(read is null ? value : read(value))).Where(value => value.Length > 0)];

    private static string Cut(string value) => value.Length <= MaxTextLength ? value : value[..MaxTextLength];

    /// <summary>An address or link without angle brackets, comment and address type ("rfc822;").</summary>
    private static string Bare(string value)
    {
        var text = value.Trim();
        if (text.StartsWith("rfc822;", StringComparison.OrdinalIgnoreCase)) text = text[7..].TrimStart();
        var (open, close) = (text.IndexOf('<', StringComparison.Ordinal), text.IndexOf('>', StringComparison.Ordinal));
        return open >= 0 && close > open ? text[(open + 1)..close].Trim() : text;
    }

    private static string? AddressOf(string? field) =>
        field is { Length: <= 1_000 } && InternetAddressList.TryParse(field, out var list) && list.Mailboxes.FirstOrDefault() is { Address.Length: > 0 } mailbox ? mailbox.Address : null;
}
