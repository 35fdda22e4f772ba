using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Standfast.Recovery.Playbooks;

/// <summary>Facts by the names that data/playbooks has for them, such as "root-cause".</summary>
public static partial class RequestFactNames
{
    private static readonly FrozenDictionary<string, RequestFact> s_byName = Enum.GetValues<RequestFact>().ToFrozenDictionary(Of);

    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RequestFact>().Select(Of)];

    public static string Of(RequestFact fact) => JsonNamingPolicy.KebabCaseLower.ConvertName(fact.ToString());

    public static bool TryParse(string name, out RequestFact fact) => s_byName.TryGetValue(name, out fact);

    /// <summary>Names in braces, in their order: what a sentence of a playbook wants put in.</summary>
    public static IEnumerable<string> PlacesIn(string sentence) => Place().Matches(sentence).Select(match => match.Groups[1].Value);

    /// <summary>Puts values in the places of a sentence that has only known names.</summary>
    public static string Fill(string sentence, Func<RequestFact, string> value) => Place().Replace(sentence, match => value(s_byName[match.Groups[1].Value]));

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Place();
}
