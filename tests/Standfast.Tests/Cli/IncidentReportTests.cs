using System.Text.Json;
using Spectre.Console;
using Standfast.Api;
using Standfast.Cli.Views;

namespace Standfast.Tests.Cli;

public sealed class IncidentReportTests
{
    [Fact]
    public void Screen_HasWordsCauseChecklistAndNextStep()
    {
        var at = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        var text = Show(new IncidentDetailResponse(new IncidentResponse("INC-1", "open", "ses", "malware", "everything", at, at, null, 3, "ses-paused", "contact-provider", "We have paused \u001b[31myou.") { Stage = "diagnosed" }, [], [new IncidentEntryResponse(at, "admin", "opened")])
        {
            Notice = new IncidentNoticeResponse("suspension", "We have paused you.", at.AddDays(1), [], [], []),
            Diagnosis = new IncidentDiagnosisResponse("compromise", "rule:diagnosis", "shop is held", "high", "We have paused you.", [new RankedCauseResponse("compromise", "somebody else", 0.9, ["shop is held"], ["no burst"], "look"), new RankedCauseResponse("policy", "a rule", 0.1, [], [], "ask them")]),
            Checklist = [new ChecklistStepResponse("one", "Do one.", "Else.", "ours", "contained", "failing", at, "rule:check", "nothing is paused"), new ChecklistStepResponse("two", "Do two.", "Or else.", "ours", null, "open", null, null, null)],
            Next = "mend one",
        });
        foreach (var expected in (string[])["INC-1  ses: malware, diagnosed", "2026-11-26 12:00 UTC, 3 signs", "answer by 2026-11-27 12:00 UTC", "Cause: compromise (rule:diagnosis: shop is held)", "+ shop is held", "- no burst", "it would be policy if: ask them", "✗ one (failing, rule:check): Do one.", "nothing is paused", "· two (open, to be signed): Do two.", "Or else.", "Next: mend one"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Screen_OfAnOldIncident_IsShown()
    {
        var at = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        Assert.Contains("Next: ", Show(new IncidentDetailResponse(new IncidentResponse("INC-1", "resolved", "ses", "other", "everything", at, at, at, 1, "", "", "x"), [], [])), StringComparison.Ordinal);
    }

    private static string Show(IncidentDetailResponse incident)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 400;
        IncidentReport.Write(console, JsonSerializer.SerializeToElement(incident, ApiJson.Default.IncidentDetailResponse));
        return output.ToString();
    }
}
