using Standfast.Recovery.Playbooks;

namespace Standfast.Recovery.Requests;

/// <summary>What only people know, as they have said it in the incident's timeline: notes that begin with one of these words, such as "cause: ...".</summary>
public static class IncidentStatements
{
    /// <summary>A step that was taken; each such note is one that its writer signs.</summary>
    public const string Done = "done";

    private static readonly Dictionary<string, RequestFact> s_words = new(StringComparer.Ordinal)
    {
        [Cause] = RequestFact.RootCause,
        [Done] = RequestFact.Remedies,
        ["prevention"] = RequestFact.Prevention,
        ["mail"] = RequestFact.MailKind,
        ["consent"] = RequestFact.Consent,
        ["sender"] = RequestFact.SenderKind,
        ["recipient"] = RequestFact.RecipientDomain,
        ["feedback"] = RequestFact.FeedbackLoops,
    };

    private const string Cause = "cause";

    private const string RuleMark = "rule:";

    /// <summary>The newest of each word but "done".</summary>
    public static IReadOnlyDictionary<string, string> Read(Incident incident)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in incident.Timeline.Where(IsOfPerson))
            if (Split(entry.Text) is { } statement && statement.Word != Done)
                said[statement.Word] = statement.Word == Cause && CauseNames.All.FirstOrDefault(name => statement.Text.StartsWith(name + ": ", StringComparison.Ordinal)) is { } code ? statement.Text[(code.Length + 2)..] : statement.Text;
        return said;
    }

    /// <summary>What people say was done, oldest first.</summary>
    public static IReadOnlyList<RemedyLine> ReadDone(Incident incident) =>
        [.. incident.Timeline.Where(IsOfPerson).Select(entry => (Entry: entry, Said: Split(entry.Text))).Where(one => one.Said?.Word == Done).Select(one => new RemedyLine(one.Said!.Value.Text, RemedyLineState.Attested, "", one.Entry.Actor, one.Entry.At))];

    /// <summary>The word that a note about the fact begins with; null where no note tells it.</summary>
    public static string? WordOf(RequestFact fact) => s_words.Where(pair => pair.Value == fact).Select(pair => pair.Key).FirstOrDefault();

    /// <summary>What a rule writes is no statement.</summary>
    private static bool IsOfPerson(IncidentEntry entry) => !entry.Actor.StartsWith(RuleMark, StringComparison.Ordinal);

    private static (string Word, string Text)? Split(string note)
    {
        var at = note.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && s_words.ContainsKey(note[..at].ToLowerInvariant()) && note[(at + 1)..].Trim() is { Length: > 0 } text ? (note[..at].ToLowerInvariant(), text) : null;
    }
}
