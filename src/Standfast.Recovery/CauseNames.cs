using System.Text.Json;

namespace Standfast.Recovery;

/// <summary>Causes by the names that data, the API and the CLI have for them.</summary>
public static class CauseNames
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<SuspensionCause>().Select(Of)];

    public static string Of(SuspensionCause cause) => JsonNamingPolicy.KebabCaseLower.ConvertName(cause.ToString());

    public static bool TryParse(string? name, out SuspensionCause cause)
    {
        cause = Enum.GetValues<SuspensionCause>().FirstOrDefault(one => Of(one) == name);
        return name is not null && Of(cause) == name;
    }

    /// <summary>For a person.</summary>
    public static string Title(SuspensionCause cause) => cause switch
    {
        SuspensionCause.Policy => "a rule of theirs is broken",
        SuspensionCause.Limits => "a limit is passed",
        SuspensionCause.Compromise => "somebody else sends by your server",
        SuspensionCause.Content => "what a message says, links to or carries",
        SuspensionCause.Complaints => "readers mark your mail as spam",
        SuspensionCause.ListQuality => "a list with spam traps",
        SuspensionCause.Bounces => "too many recipients that do not exist",
        SuspensionCause.Listing => "a blocklist names you",
        SuspensionCause.Authentication => "authentication or DNS is wrong",
        SuspensionCause.Neighbour => "a neighbour, or the whole range, is blocked",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
