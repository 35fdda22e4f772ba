using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Reputation.States;

namespace Standfast.Tests.Reputation.States;

/// <summary>Sending states with time moved by hand, a store in RAM, and replies that say what they are.</summary>
internal sealed class StatesUnderTest
{
    public static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private int _number;

    public StatesUnderTest()
    {
        States = Open();
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public FakeStateStore Store { get; } = new();

    public List<StateChange> Changes { get; } = [];

    public SendingStates States { get; private set; }

    public static SenderFacts Shop { get; } = new(AccountId.Parse("shop"), "shop-1", StreamName.Bulk, CampaignName.Parse("may"));

    public SendingStates Open()
    {
        States = new SendingStates(Store, new FakeReplies(), new ResumptionPlan([1, 10, 100]), Time);
        States.Changed += Changes.Add;
        return States;
    }

    public RefusalVerdict Refuse(string text, string source = "one", string provider = "gmail", SenderFacts? sender = null, int code = 550, bool isRelay = false, TimeSpan? silence = null)
    {
        var id = SpoolId.Create(Start.AddMilliseconds(_number++), new byte[10]);
        return States.Refused(new RemoteReply(id, sender ?? Shop, source, provider, "content", new SmtpReply(code, 7, 1, text)) { IsOwnRelay = isRelay, Silence = silence });
    }

    public SendingState? Find(string key) => States.Find(StateKey.TryParse(key, out var parsed) ? parsed : throw new ArgumentException(key));
}
