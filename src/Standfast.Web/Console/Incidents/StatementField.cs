using Standfast.Recovery;
using Standfast.Recovery.Requests;

namespace Standfast.Web.Console.Incidents;

/// <summary>What only people know, and a request tells.</summary>
/// <param name="Word">Of the note that says it.</param>
/// <param name="Said">The newest; "" where nobody has said it.</param>
/// <param name="IsMissing">The request waits for it.</param>
public sealed record StatementField(string Word, string Label, string Hint, string Said, bool IsMissing)
{
    private static readonly (string Word, string Label, string Hint)[] s_fields =
    [
        ("cause", "Why it happened", "such as: an API key of our web shop was in a public repository"),
        (IncidentStatements.Done, "What was done", "adds one more step to what is told already, such as: the key is revoked"),
        ("prevention", "What prevents it from now on", "such as: keys are bound to the shop's address"),
        ("mail", "What kind of mail it is", "such as: order confirmations of our own shop"),
        ("consent", "How recipients agreed", "such as: only who ordered gets mail, about the order"),
        ("sender", "Whose mail it is", "and whether the addresses are yours alone"),
        ("recipient", "A domain that refuses it", "some ask for one"),
        ("feedback", "Programmes that report complaints to you", "some ask for them"),
    ];

    internal static IReadOnlyList<string> Words { get; } = [.. s_fields.Select(field => field.Word)];

    internal static IReadOnlyList<StatementField> Of(Incident incident, IReadOnlyList<MissingFact> missing)
    {
        var said = IncidentStatements.Read(incident);
        return [.. s_fields.Select(field => new StatementField(field.Word, field.Label, field.Hint, said.GetValueOrDefault(field.Word, ""), missing.Any(one => one.SayItWith.Contains($"\"{field.Word}: ", StringComparison.Ordinal))))];
    }
}
