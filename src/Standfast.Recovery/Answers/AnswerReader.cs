using Standfast.Recovery.Notices;
using Standfast.Recovery.Playbooks;

namespace Standfast.Recovery.Answers;

/// <summary>Reads what a counterparty answers: by its playbook's outcomes, then by phrases that they all use. What it quotes of our own letter says nothing. May be called concurrently.</summary>
public sealed class AnswerReader(IReadOnlyList<AnswerRule> rules)
{
    /// <param name="message">A whole message, or its text.</param>
    /// <param name="now">Times within which to answer count from it.</param>
    public AnswerReading Read(string message, Playbook? playbook, DateTimeOffset now)
    {
        var text = NoticeText.Read(message).Own;
        var found = new List<AnswerReading>();
        foreach (var outcome in playbook?.Outcomes ?? [])
            if (outcome.Result != AnswerMeaning.Unclear && Phrases.Find(text, outcome.Says) is >= 0 and var at)
                found.Add(new AnswerReading(outcome.Result, Phrases.SentenceAt(text, at), outcome.Means));
        foreach (var rule in rules.Where(rule => !rule.None.Any(phrase => Phrases.Find(text, phrase) >= 0)))
            if (rule.Any.Select(phrase => Phrases.Find(text, phrase)).Where(at => at >= 0).Order().Select(at => (int?)at).FirstOrDefault() is { } at)
                found.Add(new AnswerReading(rule.Meaning, Phrases.SentenceAt(text, at), ""));
        // That it came in, they say beside all else.
        var decided = found.Where(one => one.Meaning != AnswerMeaning.Received).ToList();
        if (decided.Count == 0) decided = found;
        return decided.Count > 0 && decided.TrueForAll(one => one.Meaning == decided[0].Meaning) ? decided[0] : new AnswerReading(AnswerMeaning.Unclear, Phrases.SentenceAt(text, 0), "");
    }
}
