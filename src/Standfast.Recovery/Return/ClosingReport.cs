using System.Globalization;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Recovery.Requests.Rendering;

namespace Standfast.Recovery.Return;

/// <summary>What is left of an incident when it is over: what happened, why, what was done, what they answered, and which rule now prevents it. Recipients are masked.</summary>
public static class ClosingReport
{
    public static RequestDocument Of(Incident incident, IReadOnlyList<ChecklistLine> checklist)
    {
        var redaction = new Redaction([]);
        string Clean(string text) => redaction.Of(text);
        List<RequestBlock> blocks =
        [
            new RequestBlock.Paragraph(Clean($"{incident.Counterparty} suspended {incident.Scope} from {Time(incident.OpenedAt)} on ({incident.Cause}); {(incident.ResolvedAt is { } ended ? $"it was over at {Time(ended)}, after {Length(ended - incident.OpenedAt)}" : $"it is {IncidentLife.NameOf(incident.Stage)}, and not over")}. There were {incident.Signals} signs of it.")),
            new RequestBlock.Verbatim("Their words", Clean(incident.Notice?.Quote ?? incident.Text)),
            new RequestBlock.Heading(2, "Why it happened"),
            new RequestBlock.Paragraph(Clean(incident.Diagnosed is { } cause ? $"{CauseNames.Title(cause.Cause)} ({cause.Actor}): {cause.Reason}" : "No cause was found.")),
            new RequestBlock.Heading(2, "What was done"),
        ];
        List<string> done = [.. checklist.Where(line => line.Mark is not null).Select(line => $"{line.Step.Text} {RemedyBook.Name(line.State)}{(line.Mark is { } mark ? $", {mark.Actor}, {Time(mark.At)}{(mark.Text.Length > 0 ? ": " + mark.Text : "")}" : "")}"), .. IncidentStatements.ReadDone(incident).Select(line => line.Text)];
        blocks.Add(done.Count > 0 ? new RequestBlock.Bullets([.. done.Select(Clean)]) : new RequestBlock.Paragraph("Nothing is on record."));
        blocks.Add(new RequestBlock.Heading(2, "What was asked, and answered"));
        List<string> asked = [.. incident.Requests.Select(one => $"{Time(one.At)}: {one.Actor} asked {one.Counterparty} {one.Via}"), .. incident.Answers.Select(one => $"{Time(one.At)}: {AnswerNames.Of(one.Meaning)}: \"{one.Quote}\"")];
        blocks.Add(asked.Count > 0 ? new RequestBlock.Bullets([.. asked.Select(Clean)]) : new RequestBlock.Paragraph("Nobody was asked, or nothing of it is on record."));
        blocks.Add(new RequestBlock.Heading(2, "What prevents it now"));
        List<string> prevents = [.. IncidentStatements.Read(incident).TryGetValue("prevention", out var said) && said.Length > 0 ? new[] { said } : [], .. incident.Diagnosed is { } known ? new[] { PreventingRules.Of(known.Cause) } : []];
        blocks.Add(prevents.Count > 0 ? new RequestBlock.Bullets([.. prevents.Select(Clean)]) : new RequestBlock.Paragraph($"Nothing is on record: say it with \"standfast incident note {incident.Id} --text 'prevention: …'\"."));
        blocks.Add(new RequestBlock.Heading(2, "How it went"));
        blocks.Add(new RequestBlock.Table(["when", "stage", "who", "why"], [.. incident.Stages.Select(one => (IReadOnlyList<string>)[Time(one.At), IncidentLife.NameOf(one.Stage), Clean(one.Actor), Clean(one.Text)])]));
        return new RequestDocument($"Incident {incident.Id}: {incident.Counterparty}", blocks);
    }

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Length(TimeSpan span) => span.TotalDays >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days") : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours");
}
