using System.Text.RegularExpressions;
using Standfast.Reputation.Classification;

namespace Standfast.Recovery.Notices;

/// <summary>
/// Reads a suspension notice that was pasted or mailed: who, what, why, and by when. What its writer wrote counts before what is quoted.
/// In time linear in the text; may be called concurrently.
/// </summary>
public sealed partial class NoticeReader(NoticeRules rules, IReplyClassifier replies)
{
    /// <summary>Characters that are read; ours, many times the longest notice seen.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Characters that are kept with an incident; ours.</summary>
    public const int MaxKept = 8_000;

    public const string UnknownCounterparty = "unknown";

    /// <summary>Where a notice does not say why.</summary>
    public const string OtherCause = "other";

    /// <summary>Replies within one notice that are looked at; ours.</summary>
    private const int MaxReplies = 20;

    /// <summary>Characters of a field; ours.</summary>
    private const int MaxField = 2_000;

    /// <summary>Of one who is named in From, of each word, of a rule for one counterparty alone, and of each phrase.</summary>
    private const int SenderScore = 40, WordScore = 8, MostWords = 2, OwnRuleScore = 15, PhraseScore = 10, MostPhrases = 4;

    private const string None = "none", RelayMark = "relay:";

    /// <param name="now">When it came: times within which to answer count from it.</param>
    public NoticeReading Read(string notice, DateTimeOffset now)
    {
        var text = NoticeText.Read(notice);
        var reading = ByRules(text.Own, text) ?? ByReply(text.Own) ?? (text.All != text.Own ? ByRules(text.All, text) ?? ByReply(text.All) : null) ?? Unknown(text);
        var written = text.Own.Length > 0 ? text.Own : text.All;
        return reading with
        {
            Text = written.Length > MaxKept ? written[..MaxKept] : written,
            Addresses = NoticeHints.Addresses(text.All),
            Domains = NoticeHints.Domains(text.All),
            Messages = NoticeHints.Messages(text.All),
            Deadline = NoticeHints.Deadline(text.All, now),
            IsComplete = text.IsComplete,
        };
    }

    /// <summary>Whether two names of counterparties mean the same: an id of data/notices, a name of data/providers, or "relay:HOST:PORT".</summary>
    public bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase) || (MarkOf(one) is { } mark && MarkOf(other) == mark);

    /// <summary>Whether mail from that domain is its mail.</summary>
    internal bool IsDomainOf(string counterparty, string domain) => domain.Length > 0 && MarkOf(counterparty) is { } mark && mark.Domains.Any(own => domain == own || domain.EndsWith("." + own, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is known from where it writes.</summary>
    internal bool HasDomains(string counterparty) => MarkOf(counterparty) is { Domains.Count: > 0 };

    private CounterpartyMark? MarkOf(string name)
    {
        if (rules.Counterparties.FirstOrDefault(mark => mark.Id == name || mark.Names.Contains(name)) is { } named) return named;
        var host = name.StartsWith(RelayMark, StringComparison.Ordinal) ? name[RelayMark.Length..].Split(':')[0] : "";
        return host.Length == 0 ? null : rules.Counterparties.FirstOrDefault(mark => mark.Kind == "relay" && (mark.Hosts.Concat(mark.Domains)).Any(end => host == end || host.EndsWith("." + end, StringComparison.OrdinalIgnoreCase)));
    }

    private NoticeReading? ByRules(string words, NoticeText text)
    {
        var seen = Named(words, text);
        (NoticeRule Rule, string Counterparty, int Score, int At)? best = null;
        foreach (var rule in rules.Rules)
        {
            if (Match(rule, words) is not ({ } hits and > 0, var at) || Whose(rule, seen) is not (var counterparty, { } score)) continue;
            score += Math.Min(hits, MostPhrases) * PhraseScore;
            // Of two that are as plain the graver counts: who pauses us speaks of the review, too.
            if (best is null || score > best.Value.Score || (score == best.Value.Score && best.Value.Rule.Kind == NoticeKind.Review && rule.Kind != NoticeKind.Review)) best = (rule, counterparty, score, at);
        }

        // What a rule found within a reply is the reply's, and that is read as the queue reads it.
        if (best is not { } found || (IsInReply(words, found.At) && ByReply(words) is not null)) return null;
        return new NoticeReading(found.Rule.Id, found.Counterparty, found.Rule.Kind, found.Rule.Cause ?? CauseOf(words), found.Rule.Action, Phrases.SentenceAt(words, found.At));
    }

    /// <summary>Counterparties that the notice names, with how plainly.</summary>
    private Dictionary<string, (CounterpartyMark Mark, int Score)> Named(string words, NoticeText text)
    {
        var seen = new Dictionary<string, (CounterpartyMark, int)>();
        foreach (var mark in rules.Counterparties)
        {
            var score = mark.Domains.Any(domain => text.Sender == domain || text.Sender.EndsWith("." + domain, StringComparison.Ordinal)) ? SenderScore : 0;
            score += Math.Min(mark.Words.Count(word => Phrases.Find(words, word) >= 0), MostWords) * WordScore;
            if (score > 0) seen[mark.Id] = (mark, score);
        }

        return seen;
    }

    private static (string Counterparty, int? Score) Whose(NoticeRule rule, Dictionary<string, (CounterpartyMark Mark, int Score)> seen)
    {
        if (rule.Counterparty is { } one) return seen.TryGetValue(one, out var own) ? (one, own.Score + OwnRuleScore) : (one, null);
        var named = seen.Values.Where(other => rule.From.Count == 0 || rule.From.Contains(other.Mark.Kind)).OrderByDescending(other => other.Score).FirstOrDefault();
        return named.Mark is not null ? (named.Mark.Id, named.Score) : rule.Otherwise is { } otherwise ? (otherwise, 0) : ("", null);
    }

    /// <returns>Phrases that stand there, and where the first of them does; none where the rule is not for it.</returns>
    private static (int Hits, int At) Match(NoticeRule rule, string words)
    {
        var (hits, first) = (0, int.MaxValue);
        var body = BodyOf(words);
        foreach (var phrase in rule.All)
        {
            var at = FindFrom(words, phrase, body);
            if (at < 0) return (0, 0);
            (hits, first) = (hits + 1, Math.Min(first, at));
        }

        var any = rule.Any.Select(phrase => FindFrom(words, phrase, body)).Where(at => at >= 0).ToList();
        if ((rule.Any.Count > 0 && any.Count == 0) || rule.None.Any(phrase => Phrases.Find(words, phrase) >= 0)) return (0, 0);
        // A sentence says more than a subject.
        return (hits + any.Count, any.Count == 0 ? first : any.Exists(at => at >= body) ? any.Where(at => at >= body).Min() : any.Min());
    }

    /// <summary>Where the fields of a header end that begin it.</summary>
    private static int BodyOf(string words)
    {
        var body = 0;
        while (HeaderField().Match(words, body, Math.Min(words.Length - body, MaxField)) is { Success: true, Length: > 0 } field) body = field.Index + field.Length;
        return body;
    }

    private static int FindFrom(string words, string phrase, int body) => Phrases.Find(words.AsSpan(body), phrase) is >= 0 and var at ? body + at : Phrases.Find(words, phrase);

    /// <summary>The cause that most phrases speak of; of equal ones that which is named first. Symptoms come last.</summary>
    private string CauseOf(string words) => rules.Causes
        .Select(cause => (cause.Cause, cause.IsSymptom, Found: cause.Phrases.Select(phrase => Phrases.Find(words, phrase)).Where(at => at >= 0).ToList()))
        .Where(cause => cause.Found.Count > 0).OrderBy(cause => cause.IsSymptom).ThenByDescending(cause => cause.Found.Count).ThenBy(cause => cause.Found.Min())
        .Select(cause => cause.Cause).FirstOrDefault() ?? OtherCause;

    /// <summary>A bounce, or a line of a log.</summary>
    private NoticeReading? ByReply(string words)
    {
        foreach (var match in Reply().Matches(words).Take(MaxReplies))
        {
            var line = words[match.Index..Math.Min(words.Length, match.Index + 4_000)];
            if (line.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end) line = line[..end];
            if (replies.Classify(line, null) is { IsCertain: true } read)
                return new NoticeReading(read.RuleId, read.Provider is "" or "generic" or "blocklist-quoted" ? CounterpartyIn(words) : read.Provider, NoticeKind.Refusal, ReplyNames.Of(read.Cause), read.Action, line.Trim());
        }

        return null;
    }

    private static bool IsInReply(string words, int at) => Reply().IsMatch(words[(words.LastIndexOf('\n', Math.Max(0, at - 1)) + 1)..at]);

    private NoticeReading Unknown(NoticeText text)
    {
        var words = text.Own.Length > 0 ? text.Own : text.All;
        return new NoticeReading(None, CounterpartyIn(words, text), NoticeKind.Unknown, CauseOf(words), "", Phrases.SentenceAt(words, 0));
    }

    private string CounterpartyIn(string words, NoticeText? text = null) =>
        Named(words, text ?? new NoticeText("", words, words, true)).Values.OrderByDescending(one => one.Score).Select(one => one.Mark.Id).FirstOrDefault() ?? UnknownCounterparty;

    [GeneratedRegex(@"\A(From|To|Cc|Subject|Date|Reply-To|Sent):[^\n]*(\n|\z)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex HeaderField();

    [GeneratedRegex(@"\b[45][0-9]{2}[ -]", RegexOptions.NonBacktracking)]
    private static partial Regex Reply();
}
