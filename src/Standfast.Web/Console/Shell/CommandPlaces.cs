using System.Text.RegularExpressions;

namespace Standfast.Web.Console.Shell;

/// <summary>
/// Sentences of the server tell its commands, since the API and the command line say them too. Where a page of the console does the same, that page is told
/// instead; a command that no page does stays.
/// </summary>
internal static partial class CommandPlaces
{
    /// <summary>The text in its parts, in order.</summary>
    public static IReadOnlyList<ToldPart> Read(string text)
    {
        var parts = new List<ToldPart>();
        var end = 0;
        foreach (Match match in Command().Matches(text))
        {
            if (PlaceOf(match.Groups["command"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is not { } place) continue;
            if (match.Index > end) parts.Add(new ToldPart(text[end..match.Index], null));
            parts.Add(place);
            end = match.Index + match.Length;
        }

        if (end < text.Length) parts.Add(new ToldPart(text[end..], null));
        return parts;
    }

    /// <param name="words">After "standfast".</param>
    private static ToldPart? PlaceOf(string[] words) => words switch
    {
        ["incident", "ls", ..] => new("Incidents", "/console/incidents"),
        ["incident", "open", ..] => new("Open one from a notice", "/console/incidents/new"),
        ["incident", var verb, var id, .. var rest] when Incident().IsMatch(id) => OfIncident(verb, $"/console/incidents/{id}", id, rest),
        ["sender", "show" or "release" or "delete", ..] or ["queue", "ls", "--status", "held", ..] => new("Held mail", "/console/held"),
        ["queue", "release", "--id", var id, ..] when Message().IsMatch(id) => new("Release it", $"/console/messages/{id}"),
        ["queue", "bounce", "--id", var id, ..] when Message().IsMatch(id) => new("Return it to its sender", $"/console/messages/{id}"),
        ["message", "show", var id] => Message().IsMatch(id) ? new("Message " + id, $"/console/messages/{id}") : new("Messages", "/console/messages"),
        ["explain", "ID"] => new("Messages", "/console/messages"),
        ["state", "ls"] or ["stats", "anomalies", ..] => new("Home", "/console"),
        ["stats", "limits"] => new("Home, distance to published limits", "/console#limits"),
        _ => null,
    };

    private static ToldPart? OfIncident(string verb, string path, string id, string[] rest) => (verb, rest) switch
    {
        ("show", []) => new(id, path),
        ("check", []) => new("Run all checks now", $"{path}#checklist"),
        ("cause", _) => new("Name the cause", $"{path}#causes"),
        ("sign", [var step, ..]) when Step().IsMatch(step) => new("Sign", $"{path}#step-{step}"),
        ("override", [var step, ..]) when Step().IsMatch(step) => new("Pass over it", $"{path}#step-{step}"),
        ("mark", [var stage, ..]) => new($"Mark it {stage}", $"{path}#mark"),
        ("note", _) => new("Add a line", $"{path}#timeline"),
        ("request", ["--override", ..]) => new("Ask all the same", $"{path}/request"),
        ("request", _) => new("The request to them", $"{path}/request"),
        ("report", _) => new("Report as Markdown", $"{path}/report"),
        _ => null,
    };

    /// <summary>In quotes of either kind; or bare, as findings say it, with its words and one name.</summary>
    [GeneratedRegex("\"standfast (?<command>[a-z][^\"\n]*)\"|`standfast (?<command>[a-z][^`\n]*)`|\\bstandfast (?<command>sender (?:show|release|delete) [^\\s,;]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex("^INC-[0-9]+$")]
    private static partial Regex Incident();

    [GeneratedRegex("^[0-9A-HJKMNP-TV-Z]{26}$")]
    private static partial Regex Message();

    [GeneratedRegex("^[a-z0-9-]+$")]
    private static partial Regex Step();
}
