using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Requests.Rendering;

namespace Standfast.Recovery.Requests;

/// <summary>A request to a counterparty, in its words for it. The same facts give the same words.</summary>
/// <param name="Subject">Of a mail, or title of a ticket.</param>
/// <param name="Letter">Everything in plain words, from the greeting to the name.</param>
/// <param name="Fields">Of a form or ticket; empty where there is none.</param>
/// <param name="Missing">What must be known before it goes out.</param>
/// <param name="Evidence">What stands behind the letter.</param>
public sealed record RequestDraft(
    RequestFacts Facts, Playbook Playbook, PlaybookRoute Route, string Subject, string Letter, IReadOnlyList<FilledField> Fields, IReadOnlyList<MissingFact> Missing, IReadOnlyList<RequestBlock> Evidence)
{
    /// <summary>Nothing is missing, and there is something to ask for.</summary>
    public bool IsReady => Missing.Count == 0 && Route.IsAsked;

    /// <summary>Of this cause.</summary>
    public IEnumerable<string> Hints => Playbook.Hints.Where(hint => hint.Causes.Contains(Facts.Incident.Cause)).Select(hint => hint.Text);
}
