using Standfast.Recovery;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;

namespace Standfast.Tests.Recovery.Requests;

public sealed class RemedyLinesTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero), s_now = s_at.AddHours(3);

    [Fact]
    public void Steps_KeepTheirState_AndWhatIsOpenFails_WithTheNextCommand()
    {
        ChecklistLine Line(string id, string check, RemedyState? state, string actor = "", string text = "") => new(new RemedyStep(id, $"Do {id}.", "why", check, "https://x.test/"), state is { } known ? new RemedyMark(id, known, s_at, actor, text) : null);
        Assert.Equal(
            [
                new RemedyLine("Do a: 0 are left", RemedyLineState.Done, "", "our own check", s_at), new RemedyLine("Do b", RemedyLineState.Attested, "", "Anna Berg", s_at), new RemedyLine("Do c", RemedyLineState.Overridden, "it is on leave", "bob", s_at),
                new RemedyLine("Do d", RemedyLineState.Failing, "2 are left", "our own check", s_at) { Next = "\"standfast incident check INC-1\"" }, new RemedyLine("Do e", RemedyLineState.Failing, "", "our own check", s_now) { Next = "\"standfast incident sign INC-1 e --by NAME\"" },
            ],
            RemedyLines.Of([Line("a", "contained", RemedyState.Done, "rule:check", "0 are left."), Line("b", "", RemedyState.Signed, "Anna Berg"), Line("c", "", RemedyState.Overridden, "bob", "it is on leave"), Line("d", "contained", RemedyState.Failing, "rule:check", "2 are left"), Line("e", "", null)], "INC-1", s_now));
    }

    [Fact]
    public void CauseThatAPersonNamed_IsToldWithoutItsCode()
    {
        var incident = RequestSamples.Block with { Timeline = [new IncidentEntry(s_at, "anna", "cause: compromise: a key was stolen")] };
        Assert.Equal("a key was stolen", IncidentStatements.Read(incident)["cause"]);
    }
}
