namespace Standfast.Recovery.Playbooks;

/// <summary>One way to ask a counterparty.</summary>
/// <param name="Id">Unique within the playbook.</param>
/// <param name="To">URL of a form, or of where a ticket begins; address of a mail; null where the notice itself, or a reply, says it.</param>
/// <param name="When">Words of the counterparty for which the route is meant; empty: for all that no other route names.</param>
/// <param name="Ask">The request in one sentence, with facts in braces.</param>
/// <param name="Note">For the owner; "" for nothing.</param>
/// <param name="Certainty">How sure we are of the way: high, medium or low.</param>
/// <param name="Fields">In the order of the form.</param>
public sealed record PlaybookRoute(string Id, RouteKind Kind, string? To, IReadOnlyList<string> When, string Ask, string Note, string Certainty, IReadOnlyList<FormField> Fields)
{
    /// <summary>There is something to send.</summary>
    public bool IsAsked => Kind != RouteKind.None;
}
