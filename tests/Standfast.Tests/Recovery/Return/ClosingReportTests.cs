using Standfast.Recovery;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests.Rendering;
using Standfast.Recovery.Return;
using Standfast.Tests.Recovery.Requests;

namespace Standfast.Tests.Recovery.Return;

public sealed class ClosingReportTests
{
    [Fact]
    public void Report_SaysWhatHappened_Why_WhatWasDone_AndWhatPreventsIt_AndMasksRecipients()
    {
        var at = RequestSamples.Began;
        var incident = RequestSamples.Block with
        {
            Diagnosed = new DiagnosedCause(SuspensionCause.Compromise, at, "anna", "a key was stolen from bob@kunde.test"),
            Requests = [new SentRequest(at.AddHours(4), "anna", "outlook", "form", "https://x.test/", "", SentRequest.ByHand, at.AddDays(3))],
            Answers = [new IncidentAnswer(at.AddHours(9), "a@b.test", AnswerMeaning.Reinstated, "conditionally mitigated", true)],
            Timeline = [.. RequestSamples.Block.Timeline, new IncidentEntry(at, "anna", "prevention: keys are bound to the address")],
            Stages = [new IncidentMilestone(IncidentStage.Detected, at, "outlook-s3140", "550"), new IncidentMilestone(IncidentStage.Closed, at.AddDays(3), "rule:resumption", "every step was accepted")],
            ResolvedAt = at.AddDays(3),
        };
        var text = MarkdownRenderer.Render(ClosingReport.Of(incident, [new ChecklistLine(new RemedyStep("s", "Revoke it.", "w", "", "https://x.test/"), new RemedyMark("s", RemedyState.Signed, at, "Anna Berg", "done"))]));
        foreach (var expected in (string[])["after 3 days", "Revoke it. signed, Anna Berg", "conditionally mitigated", "keys are bound to the address", "held within minutes", "every step was accepted", "***@kunde.test"]) Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("bob@kunde", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAnything_ItSaysSo_AndWhatToDo()
    {
        var text = MarkdownRenderer.Render(ClosingReport.Of(new Incident("INC-2", "ses", "other", "everything", RequestSamples.Began, "paused"), []));
        Assert.Contains("No cause was found.", text, StringComparison.Ordinal);
        Assert.Contains("standfast incident note INC-2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryCause_HasARuleThatPreventsIt() => Assert.All(Enum.GetValues<SuspensionCause>(), cause => Assert.NotEmpty(PreventingRules.Of(cause)));
}
