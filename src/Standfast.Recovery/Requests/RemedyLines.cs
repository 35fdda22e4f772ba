using Standfast.Recovery.Remedies;

namespace Standfast.Recovery.Requests;

/// <summary>Steps of a checklist as a request tells them. What is open counts as failing: nobody has said that it is done.</summary>
public static class RemedyLines
{
    private const string OwnCheck = "our own check", RuleMark = "rule:";

    /// <param name="now">Of steps that nothing is known of.</param>
    public static IReadOnlyList<RemedyLine> Of(IReadOnlyList<ChecklistLine> checklist, string incident, DateTimeOffset now) => [.. checklist.Select(line => Of(line, incident, now))];

    private static RemedyLine Of(ChecklistLine line, string incident, DateTimeOffset now)
    {
        var (text, said) = (line.Step.Text.TrimEnd('.'), line.Mark?.Text ?? "");
        var (by, at) = (line.Mark is { } mark && !mark.Actor.StartsWith(RuleMark, StringComparison.Ordinal) ? mark.Actor : OwnCheck, line.Mark?.At ?? now);
        return line.State switch
        {
            RemedyState.Done => new RemedyLine(Noted(text, said), RemedyLineState.Done, "", by, at),
            RemedyState.Signed => new RemedyLine(Noted(text, said), RemedyLineState.Attested, "", by, at),
            RemedyState.Overridden => new RemedyLine(text, RemedyLineState.Overridden, said, by, at),
            _ => new RemedyLine(text, RemedyLineState.Failing, said, by, at)
            {
                Next = line.Step.Check.Length > 0 ? $"\"standfast incident check {incident}\"" : $"\"standfast incident sign {incident} {line.Step.Id} --by NAME\"",
            },
        };
    }

    private static string Noted(string text, string said) => said.Length > 0 ? $"{text}: {said.TrimEnd('.')}" : text;
}
