using Standfast.Policy.Checks;

namespace Standfast.Server.Composition;

/// <summary>How often the guard found what speaks for a cause of a suspension, by the hour of the last week; from memory, so from the last start on. May be called concurrently.</summary>
internal sealed class FindingCounts(TimeProvider time)
{
    private const int Hours = 7 * 24;

    /// <summary>Links, attachments, scanners, phishing and spam (docs/content.md, docs/scanners.md, docs/spam.md).</summary>
    private static readonly string[] s_content = ["SF-407", "SF-51", "SF-5001", "SF-600", "SF-6010", "SF-6020", "SF-6021"];

    /// <summary>Consent, and lists whose readers nobody knows to have asked (docs/consent.md).</summary>
    private static readonly string[] s_consent = ["SF-3101", "SF-3201", "SF-3202"];

    private readonly Lock _lock = new();
    private readonly Dictionary<long, (long Content, long Consent)> _counts = [];

    /// <summary>What was only noted speaks for missing consent, and is too little for content.</summary>
    public void Count(Finding finding)
    {
        var isContent = finding.Action != GuardAction.Note && s_content.Any(id => finding.Id.StartsWith(id, StringComparison.Ordinal));
        var isConsent = s_consent.Contains(finding.Id);
        if (!isContent && !isConsent) return;
        var hour = HourOf(time.GetUtcNow());
        lock (_lock)
        {
            var (content, consent) = _counts.GetValueOrDefault(hour);
            _counts[hour] = (content + (isContent ? 1 : 0), consent + (isConsent ? 1 : 0));
            foreach (var old in _counts.Keys.Where(known => known < hour - Hours).ToList()) _counts.Remove(old);
        }
    }

    public (long Content, long Consent) Since(DateTimeOffset from)
    {
        var first = HourOf(from);
        lock (_lock) return (_counts.Where(one => one.Key >= first).Sum(one => one.Value.Content), _counts.Where(one => one.Key >= first).Sum(one => one.Value.Consent));
    }

    private static long HourOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerHour;
}
