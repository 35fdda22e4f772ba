using System.Text.Json;

namespace Standfast.Recovery;

/// <summary>Names of what answers say: in data, the API and the CLI in lower case with hyphens.</summary>
public static class AnswerNames
{
    private static readonly AnswerMeaning[] s_known = [AnswerMeaning.Received, AnswerMeaning.MoreInformation, AnswerMeaning.Refused, AnswerMeaning.Reinstated];

    /// <summary>Of what is not unclear.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_known.Select(Of)];

    public static string Of(AnswerMeaning meaning) => JsonNamingPolicy.KebabCaseLower.ConvertName(meaning.ToString());

    /// <summary>Unclear where it is none of them.</summary>
    public static AnswerMeaning Read(string name) => s_known.FirstOrDefault(meaning => Of(meaning) == name);
}
