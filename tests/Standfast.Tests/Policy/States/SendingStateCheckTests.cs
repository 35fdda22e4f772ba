using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Policy.States;
using Standfast.Reputation.States;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Policy.States;

/// <summary>New bulk mail of who may not send is not taken; mail that a person waits for is.</summary>
public sealed class SendingStateCheckTests
{
    private readonly StatesUnderTest _test = new();
    private readonly SendingStateCheck _check;

    public SendingStateCheckTests() => _check = new SendingStateCheck(_test.States);

    [Fact]
    public async Task HeldStream_IsRefused_WithReasonAndNextStep()
    {
        _test.States.Hold(new StateKey(AccountId.Parse("shop"), StreamName.Bulk), "a bought list", "admin");
        var finding = await AskAsync("bulk");
        Assert.Equal(("SF-9001", GuardAction.Refuse, true), (finding!.Id, finding.Action, finding.IsBinding));
        Assert.StartsWith("550 5.7.1 SF-9001 account=shop stream=bulk: is held: a bought list; mend the cause", finding.ToReply(null).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PausedStream_IsDeferred_UntilItIsResumed()
    {
        _test.States.Restrict(new StateKey(AccountId.Parse("shop"), StreamName.Bulk), SendingStateKind.Paused, "rule:complaints", "complaint", "too many", StateEvidence.None, null);
        var finding = await AskAsync("bulk");
        Assert.Equal(("SF-9002", GuardAction.Defer), (finding!.Id, finding.Action));
        Assert.Contains("until 2026-11-26 13:00:00Z: too many", finding.Rule, StringComparison.Ordinal);
        _test.Time.Advance(TimeSpan.FromHours(1));
        _test.States.Settle();
        Assert.Null(await AskAsync("bulk"));
    }

    [Fact]
    public async Task MailThatAPersonWaitsFor_IsTaken()
    {
        _test.States.Hold(new StateKey(AccountId.Parse("shop")), "a bought list", "admin");
        Assert.NotNull(await AskAsync("bulk"));
        Assert.Null(await AskAsync("transactional"));
    }

    [Fact]
    public async Task OneProvidersBlock_KeepsNoMailOut()
    {
        _test.Refuse("ip-block");
        _test.Refuse("domain-block");
        Assert.Null(await AskAsync("bulk"));
    }

    private async Task<Finding?> AskAsync(string stream) => await _check.CheckAsync(TestMessage.Of(stream, "Subject: x\r\n", "you@example.net"), TestContext.Current.CancellationToken);
}
