using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Standfast.Mail;

namespace Standfast.Reputation.Feedback.Dmarc;

/// <summary>A report while its XML is read.</summary>
internal sealed class DmarcDraft
{
    private const int MaxResults = 20;
    private const int MaxReasons = 10;
    private const long MaxCount = 1_000_000_000_000;

    /// <summary>Of the organization, its report's id and the like; ours.</summary>
    private const int MaxNameLength = 250;

    private readonly Dictionary<string, string> _metadata = [];
    private readonly Dictionary<string, string> _policy = [];
    private readonly List<string> _errors = [];
    private readonly List<DmarcRecord> _records = [];
    private readonly List<string> _reasons = [];
    private readonly List<DmarcAuthResult> _dkim = [];
    private readonly List<DmarcAuthResult> _spf = [];
    private readonly Dictionary<string, string> _reason = [];
    private readonly Dictionary<string, string> _result = [];
    private DmarcRecord _record = new(null, 0);
    private string _version = "";

    public bool IsFull { get; private set; }

    public void Begin(List<string> path)
    {
        switch (path)
        {
            case [_, "record"]:
                if (_records.Count == DmarcReport.MaxRecords) IsFull = true;
                _record = new DmarcRecord(null, 0);
                _reasons.Clear();
                _dkim.Clear();
                _spf.Clear();
                break;
            case [_, "record", "auth_results", "dkim" or "spf"]:
                _result.Clear();
                break;
            case [_, "record", "row", "policy_evaluated", "reason"]:
                _reason.Clear();
                break;
        }
    }

    public void End(List<string> path, string text)
    {
        switch (path)
        {
            case [_, "version"]: _version = text; break;
            case [_, "report_metadata", "error"]: if (text.Length > 0 && _errors.Count < MaxReasons) _errors.Add(text); break;
            case [_, "report_metadata", "date_range", var name]: _metadata.TryAdd(Known(name, "begin", "end"), text); break;
            case [_, "report_metadata", var name]: _metadata.TryAdd(Known(name, "org_name", "email", "extra_contact_info", "report_id"), text); break;
            case [_, "policy_published", var name]: _policy.TryAdd(Known(name, "domain", "adkim", "aspf", "p", "sp", "np", "pct", "fo"), text); break;
            case [_, "record", .. var rest]: EndInRecord(rest, text); break;
        }
    }

    public bool TryFinish([NotNullWhen(true)] out DmarcReport? report, [NotNullWhen(false)] out string? error)
    {
        report = null;
        error = null;
        if (!DomainName.TryParse(_policy.GetValueOrDefault("domain", ""), out var domain)) error = "it names no domain in policy_published";
        else if (Time("begin") is not { } begin || Time("end") is not { } end) error = "its date_range is missing or no time";
        else if (Name("org_name") is not { Length: > 0 } organization || Name("report_id") is not { Length: > 0 } id) error = "org_name or report_id is missing";
        else
        {
            report = new DmarcReport(organization, id, domain, begin, end)
            {
                Email = NullIfEmpty(Name("email")),
                ContactInfo = NullIfEmpty(Name("extra_contact_info")),
                Version = NullIfEmpty(_version),
                Policy = Word("p"),
                SubdomainPolicy = Word("sp"),
                NonexistentPolicy = Word("np"),
                DkimAlignment = Word("adkim"),
                SpfAlignment = Word("aspf"),
                Percent = int.TryParse(_policy.GetValueOrDefault("pct"), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? Math.Min(percent, 100) : null,
                FailureOptions = Word("fo"),
                Errors = _errors,
                Records = _records,
                IsTruncated = IsFull,
            };
        }

        return error is null;
    }

    private void EndInRecord(List<string> path, string text)
    {
        switch (path)
        {
            case []:
                if (!IsFull) _records.Add(_record with { Reasons = [.. _reasons], DkimResults = [.. _dkim], SpfResults = [.. _spf] });
                break;
            case ["row", "source_ip"]: _record = IPAddress.TryParse(text, out var address) ? _record with { SourceIp = address } : _record; break;
            case ["row", "count"]: _record = _record with { Count = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, MaxCount) : 0 }; break;
            case ["row", "policy_evaluated", "disposition"]: _record = _record with { Disposition = text.ToLowerInvariant() }; break;
            case ["row", "policy_evaluated", "dkim"]: _record = _record with { Dkim = text.ToLowerInvariant() }; break;
            case ["row", "policy_evaluated", "spf"]: _record = _record with { Spf = text.ToLowerInvariant() }; break;
            case ["row", "policy_evaluated", "reason"]:
                if (_reasons.Count < MaxReasons && _reason.TryGetValue("type", out var type)) _reasons.Add(_reason.GetValueOrDefault("comment", "") is { Length: > 0 } comment ? $"{type}: {comment}" : type);
                break;
            case ["row", "policy_evaluated", "reason", var name]: _reason.TryAdd(Known(name, "type", "comment"), text); break;
            // Drafts and old reporters write "identities".
            case ["identifiers" or "identities", "header_from"]: _record = _record with { HeaderFrom = text.ToLowerInvariant() }; break;
            case ["identifiers" or "identities", "envelope_from"]: _record = _record with { EnvelopeFrom = NullIfEmpty(text) }; break;
            case ["identifiers" or "identities", "envelope_to"]: _record = _record with { EnvelopeTo = NullIfEmpty(text) }; break;
            case ["auth_results", "dkim"]: AddResult(_dkim); break;
            case ["auth_results", "spf"]: AddResult(_spf); break;
            case ["auth_results", "dkim" or "spf", var name]: _result.TryAdd(Known(name, "domain", "selector", "scope", "result", "human_result"), text); break;
        }
    }

    private void AddResult(List<DmarcAuthResult> results)
    {
        if (results.Count < MaxResults && _result.TryGetValue("result", out var result))
            results.Add(new DmarcAuthResult(_result.GetValueOrDefault("domain", ""), NullIfEmpty(_result.GetValueOrDefault("selector")), NullIfEmpty(_result.GetValueOrDefault("scope")), result.ToLowerInvariant(), NullIfEmpty(_result.GetValueOrDefault("human_result"))));
    }

    /// <summary>All other names are kept as one, so that their number is bounded.</summary>
    private static string Known(string name, params ReadOnlySpan<string> known) => known.Contains(name) ? name : "";

    private string? Name(string name) => _metadata.TryGetValue(name, out var value) ? value[..Math.Min(value.Length, MaxNameLength)] : null;

    private string? Word(string name) => NullIfEmpty(_policy.GetValueOrDefault(name)?.ToLowerInvariant());

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Seconds since 1970 of an instant in 1970 to 2200; some reporters write a fraction.</summary>
    private DateTimeOffset? Time(string name) =>
        double.TryParse(_metadata.GetValueOrDefault(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 7_258_118_400 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;
}
