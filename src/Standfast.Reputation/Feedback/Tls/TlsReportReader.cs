using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Unpacking;

namespace Standfast.Reputation.Feedback.Tls;

/// <summary>Reads reports of TLS-RPT (RFC 8460): JSON, or packed by gzip. Never throws; may be called concurrently.</summary>
public static class TlsReportReader
{
    /// <summary>Unpacked; ours. Reading takes up to some ten times that.</summary>
    private const int MaxOctets = 8 * 1024 * 1024;

    private const int MaxTextLength = 500;
    private const int MaxTexts = 50;
    private const long MaxCount = 1_000_000_000_000;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 12, CommentHandling = JsonCommentHandling.Disallow };

    /// <param name="packed">As it was attached.</param>
    /// <param name="error">Why it is none, fit to be shown to the owner.</param>
    public static bool TryRead(ReadOnlyMemory<byte> packed, [NotNullWhen(true)] out TlsReport? report, [NotNullWhen(false)] out string? error)
    {
        report = null;
        error = "it is packed in a way that is not read, damaged, or too large";
        if (PackedReport.Unpack(packed, MaxOctets) is not { } json) return false;
        try
        {
            using var document = JsonDocument.Parse(json.AsMemory(json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), s_options);
            error = "it is no TLS report: organization-name, date-range, report-id or policies are missing";
            report = Describe(document.RootElement);
            return report is not null;
        }
        catch (JsonException exception)
        {
            error = $"it is no JSON that is read, at line {exception.LineNumber + 1}";
            return false;
        }
        catch (InvalidOperationException)
        {
            // Text that is no Unicode.
            return false;
        }
    }

    private static TlsReport? Describe(JsonElement root)
    {
        if (Text(root, "organization-name") is not { Length: > 0 } organization || Text(root, "report-id") is not { Length: > 0 } id || !TryGet(root, "date-range", out var range)) return null;
        if (Time(range, "start-datetime") is not { } begin || Time(range, "end-datetime") is not { } end || !TryGet(root, "policies", out var policies) || policies.ValueKind != JsonValueKind.Array) return null;
        return new TlsReport(organization, id, begin, end)
        {
            ContactInfo = Text(root, "contact-info"),
            Policies = [.. policies.EnumerateArray().Take(TlsReport.MaxPolicies).Select(Policy).OfType<TlsPolicyResult>()],
        };
    }

    private static TlsPolicyResult? Policy(JsonElement entry)
    {
        if (!TryGet(entry, "policy", out var policy) || !DomainName.TryParse(Text(policy, "policy-domain") ?? "", out var domain)) return null;
        var summary = TryGet(entry, "summary", out var found) ? found : default;
        return new TlsPolicyResult(Text(policy, "policy-type") ?? "", domain, Count(summary, "total-successful-session-count"), Count(summary, "total-failure-session-count"))
        {
            Policy = Texts(policy, "policy-string"),
            MxHosts = Texts(policy, "mx-host"),
            Failures = TryGet(entry, "failure-details", out var failures) && failures.ValueKind == JsonValueKind.Array ? [.. failures.EnumerateArray().Take(TlsPolicyResult.MaxFailures).Select(Failure)] : [],
        };
    }

    private static TlsFailure Failure(JsonElement entry) => new(Text(entry, "result-type") ?? "", Count(entry, "failed-session-count"))
    {
        SendingMtaIp = Text(entry, "sending-mta-ip"),
        ReceivingMxHost = Text(entry, "receiving-mx-hostname"),
        ReceivingMxHelo = Text(entry, "receiving-mx-helo"),
        ReceivingIp = Text(entry, "receiving-ip"),
        Information = Text(entry, "additional-information"),
        ReasonCode = Text(entry, "failure-reason-code"),
    };

    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    private static string? Text(JsonElement element, string name) => TryGet(element, name, out var value) && value.ValueKind == JsonValueKind.String ? Cut(value.GetString()!) : null;

    /// <summary>A list, or one text where there is one only.</summary>
    private static List<string> Texts(JsonElement element, string name)
    {
        if (!TryGet(element, name, out var value)) return [];
        if (value.ValueKind == JsonValueKind.String) return [Cut(value.GetString()!)];
        return value.ValueKind != JsonValueKind.Array ? [] : [.. value.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Take(MaxTexts).Select(text => Cut(text.GetString()!))];
    }

    /// <summary>Some reporters write numbers as texts.</summary>
    private static long Count(JsonElement element, string name)
    {
        if (!TryGet(element, name, out var value)) return 0;
        var text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString()!, _ => "" };
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, MaxCount) : 0;
    }

    private static DateTimeOffset? Time(JsonElement element, string name) =>
        DateTimeOffset.TryParse(Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}
