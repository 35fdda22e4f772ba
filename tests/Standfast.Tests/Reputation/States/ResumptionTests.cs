using Standfast.Reputation.States;

namespace Standfast.Tests.Reputation.States;

/// <summary>After a pause one message decides, then more and more go.</summary>
public sealed class ResumptionTests
{
    private readonly StatesUnderTest _test = new();
    private readonly IWay _way;

    public ResumptionTests() => _way = _test.States.WayFor("one", "gmail");

    private SendingState State => _test.Find("source=one provider=gmail")!;

    [Fact]
    public void NothingGoes_UntilThePauseIsOver_ThenOneMessage()
    {
        _test.Refuse("ip-block");
        Assert.Equal(TimeSpan.FromHours(1), _way.Wait);
        Assert.False(_way.TryTake());
        _test.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, _way.Wait);
        Assert.True(_way.TryTake());
        Assert.False(_way.TryTake());
        Assert.Equal((SendingStateKind.Slowed, 0, 1), (State.Kind, State.Step, State.PerStep));
    }

    [Fact]
    public void Probe_ThatIsAccepted_BeginsTheRamp_WhichGoesOnByTheHour()
    {
        Resume();
        Assert.Equal((1, 10), (State.Step, State.PerStep));
        for (var count = 0; count < 10; count++) Assert.True(_way.TryTake());
        Assert.False(_way.TryTake());
        _way.Accepted();
        _test.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((2, 100), (State.Step, State.PerStep));
        Assert.True(_way.TryTake());
        _way.Accepted();
        _test.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(SendingStateKind.Open, State.Kind);
        Assert.True(_way.IsOpen);
    }

    [Fact]
    public void Step_WithoutAnythingAccepted_IsRepeated()
    {
        Resume();
        _test.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(1, State.Step);
        Assert.True(_way.TryTake());
    }

    [Fact]
    public void NewBlock_DoublesThePause_UpToTheLongest()
    {
        var lengths = new List<double>();
        for (var round = 0; round < 7; round++)
        {
            _test.Refuse("ip-block");
            lengths.Add((State.Until!.Value - _test.Time.GetUtcNow()).TotalHours);
            _test.Time.Advance(State.Until!.Value - _test.Time.GetUtcNow());
            Assert.True(_way.TryTake());
        }

        Assert.Equal([1, 2, 4, 8, 16, 24, 24], lengths);
    }

    [Fact]
    public void GenericWords_OfAProbe_AreEnough()
    {
        Resume();
        Assert.True(_test.Refuse("quoted").IsPaused);
    }

    [Fact]
    public void Strikes_AreForgottenAfterAWeek_AndTheStateWithThem()
    {
        Resume();
        foreach (var _ in (int[])[1, 2])
        {
            _way.TryTake();
            _way.Accepted();
            _test.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(SendingStateKind.Open, State.Kind);
        _test.Time.Advance(StateRules.Memory);
        Assert.Empty(_test.States.All);
        Assert.Empty(_test.Store.Kept);
        _test.Refuse("ip-block");
        Assert.Equal(1, State.Strikes);
    }

    [Fact]
    public void Probe_ThatMeetsAnUnknownRecipient_IsMadeAgain()
    {
        _test.Refuse("ip-block");
        _test.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(_way.TryTake());
        _test.Refuse("no such user");
        Assert.False(_way.TryTake());
        _test.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_way.TryTake());
        Assert.Equal(0, State.Step);
    }

    [Fact]
    public void Probe_ThatWasNotMade_IsGivenBack()
    {
        _test.Refuse("ip-block");
        _test.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(_way.TryTake());
        _way.GiveBack();
        Assert.True(_way.TryTake());
    }

    [Fact]
    public void Sites_AreToldWhenMailMayGoOn()
    {
        var told = 0;
        _test.States.Opened += () => told++;
        _test.Refuse("ip-block");
        Assert.Equal(0, told);
        _test.States.Resume(State.Key, "asked them", "admin");
        Assert.Equal(1, told);
    }

    [Fact]
    public void Plan_IsReadAndChecked()
    {
        var (plan, mistakes) = ResumptionPlan.Read("plan.toml", File.ReadAllText(Path.Combine(Standfast.Tests.Architecture.Repository.Root, "data", "resumption", "plan.toml")));
        Assert.Equal([], mistakes);
        Assert.Equal([1, 10, 100, 1_000, 10_000], plan.Steps);
        (_, mistakes) = ResumptionPlan.Read("x", "version = 2\n[resumption]\nmessages = [0]\nspeed = 1\nsource = \"s\"");
        Assert.Equal(4, mistakes.Count);
    }

    private void Resume()
    {
        _test.Refuse("ip-block");
        _test.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(_way.TryTake());
        _way.Accepted();
    }
}
