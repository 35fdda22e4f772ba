using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.Knowledge;
using Standfast.Simulation.Internet.World;
using Standfast.Simulation.Scheduling;

namespace Standfast.Tests.Simulation.Internet;

public sealed class MailboxProviderTests
{
    private const string Sender = "customer1.example";

    private static readonly TimeSpan s_rethinks = TimeSpan.FromMinutes(16);

    private readonly StepScheduler _scheduler = new(1);
    private readonly SurvivalJudge _judge;
    private readonly InternetWorld _world;
    private int _reader;

    public MailboxProviderTests()
    {
        _judge = new SurvivalJudge(_scheduler) { ProviderOf = _ => "gmail" };
        _world = new InternetWorld(SurvivalKnowledge.OfProgram, _scheduler, _judge, 1, [Sender]);
    }

    private MailboxProvider Gmail => _world.Providers.Single(provider => provider.Rules.Name == "gmail");

    [Fact]
    public void Unauthenticated_IsRefused_InTheProvidersWords()
    {
        var mail = _judge.Send(Kind("transactional"), "a", "u", "stranger.example", SentMail.Honest, [Reader()]);
        Assert.StartsWith("550 5.7.26 This mail has been blocked because the sender is unauthenticated", Gmail.AtContent(mail, mail.Recipients, hasWayOut: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Complaints_SlowAt3In1000_AndBlockAt10()
    {
        SendHonest(990);
        Complain(2);
        _scheduler.Lose(s_rethinks);
        Assert.Null(SendHonest(1));
        Complain(2);
        _scheduler.Lose(s_rethinks);
        Assert.StartsWith("421 4.7.28 ", SendHonest(11), StringComparison.Ordinal);
        Complain(8);
        _scheduler.Lose(s_rethinks);
        Assert.StartsWith("550 5.7.28 ", SendHonest(1), StringComparison.Ordinal);
        var suspension = Assert.Single(_judge.Suspensions, one => one.Subject == InternetWorld.SourceText);
        Assert.Equal(("gmail", false), (suspension.By, suspension.Counts));
        SendHonest(1);
        Assert.Equal((1, true), (suspension.HonestStopped, suspension.Counts));
    }

    [Fact]
    public void Block_Ends_WhenItsTimeIsOver()
    {
        SendHonest(500);
        Complain(6);
        _scheduler.Lose(s_rethinks);
        Assert.StartsWith("550 ", SendHonest(1), StringComparison.Ordinal);
        _scheduler.Lose(TimeSpan.FromHours(25));
        Assert.Null(SendHonest(1));
        Assert.All(_judge.Suspensions, one => Assert.NotNull(one.EndedAt));
    }

    [Fact]
    public void UnknownRecipients_CountAgainstTheAddress()
    {
        for (var number = 0; number < 200; number++) Assert.Null(Gmail.AtRecipient(Reader()));
        for (var number = 0; number < 25; number++) Assert.StartsWith("550 5.1.1", Gmail.AtRecipient($"nobody{number}@gmail.com"), StringComparison.Ordinal);
        _scheduler.Lose(s_rethinks);
        Assert.StartsWith("550 5.7.28 ", SendHonest(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Traps_ListTheAddress_AndAProviderAsksTheList()
    {
        var list = _world.FindList("spamhaus-css")!;
        for (var hit = 0; hit < 3; hit++) list.Hit(_world.Now);
        Assert.Contains("blocked using Spamhaus", _world.Providers.Single(provider => provider.Rules.Name == "outlook").AtMail(), StringComparison.Ordinal);
        _scheduler.Lose(TimeSpan.FromHours(73));
        Assert.Null(_world.Providers.Single(provider => provider.Rules.Name == "outlook").AtMail());
    }

    [Fact]
    public void Host_ClosesPort25_AndOpensItAfterAnAnswer()
    {
        for (var number = 0; number < 200; number++) _world.Host.Sent(looksLikeSpam: true);
        Assert.True(_world.Host.IsClosed);
        _scheduler.Lose(TimeSpan.FromDays(3));
        Assert.True(_world.Host.IsClosed);
        _world.Host.Answered();
        _scheduler.Lose(TimeSpan.FromHours(2));
        Assert.False(_world.Host.IsClosed);
    }

    private static MailTraits Kind(string name) => SurvivalKnowledge.OfProgram.Mail[name];

    private string Reader()
    {
        var address = $"r{_reader++}@gmail.com";
        _world.Mailboxes.Learn(address, 0, 0);
        return address;
    }

    /// <returns>The last answer.</returns>
    private string? SendHonest(int count)
    {
        string? answer = null;
        for (; count > 0; count--)
        {
            var mail = _judge.Send(Kind("transactional"), "a", "u", Sender, SentMail.Honest, [Reader()]);
            answer = Gmail.AtContent(mail, mail.Recipients, hasWayOut: false);
        }

        return answer;
    }

    private void Complain(int count)
    {
        for (; count > 0; count--) Gmail.Complain(Sender);
    }
}
