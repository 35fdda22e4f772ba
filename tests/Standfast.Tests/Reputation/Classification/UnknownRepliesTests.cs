using Standfast.Events;
using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.Classification;

public sealed class UnknownRepliesTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    private readonly MemoryStore _store = new();

    [Fact]
    public void OneKind_IsOneEntry()
    {
        var unknown = new UnknownReplies(ShippedRules.Classifier, _store);
        unknown.Observe([Failed("554 flurble <ada@example.org> 12345 q7f3e9a1b", s_at), Failed("554 flurble <bob@example.org> 6 z1f3e9a8b", s_at.AddMinutes(1))]);
        var kind = Assert.Single(unknown.List());
        Assert.Equal(("554 flurble @ 0 #", 2L, s_at, s_at.AddMinutes(1), "site", "rcpt"), (kind.Text, kind.Count, kind.FirstSeen, kind.LastSeen, kind.Provider, kind.Phase));
        Assert.Equal("554 flurble <bob@example.org> 6 z1f3e9a8b", kind.Example);
    }

    [Theory]
    [InlineData("550 5.1.1 no such user")]
    [InlineData("550 5.2.2 flurble")]
    [InlineData("connection refused")]
    [InlineData("")]
    public void WhatIsKnown_OrOurOwn_IsNotCollected(string detail)
    {
        var unknown = new UnknownReplies(ShippedRules.Classifier, _store);
        unknown.Observe([Failed(detail, s_at), Failed("554 flurble", s_at) with { Kind = MailEventKind.Delivered }, Failed("554 flurble", s_at) with { Attempt = AttemptDetail.None }]);
        Assert.Empty(unknown.List());
    }

    [Fact]
    public void Kinds_AreBounded_TheOldestGoes()
    {
        var unknown = new UnknownReplies(ShippedRules.Classifier, _store);
        for (var index = 0; index <= UnknownReplies.MaxKinds; index++) unknown.Observe([Failed($"554 flurble {Word(index)}", s_at.AddSeconds(index))]);
        Assert.Equal(UnknownReplies.MaxKinds, unknown.List().Count);
        Assert.DoesNotContain(unknown.List(), kind => kind.FirstSeen == s_at);
    }

    [Fact]
    public async Task Stop_SavesThem_AndTheyComeBack()
    {
        var unknown = new UnknownReplies(ShippedRules.Classifier, _store);
        unknown.Observe([Failed("554 flurble", s_at)]);
        using var stop = new CancellationTokenSource();
        var running = unknown.RunAsync(TimeProvider.System, _ => Assert.Fail("the store works"), stop.Token);
        await stop.CancelAsync();
        await running;
        Assert.Equal(unknown.List(), new UnknownReplies(ShippedRules.Classifier, _store).List());
    }

    private static string Word(int number) => new([.. number.ToString("D4", null).Select(digit => (char)('g' + digit - '0'))]);

    private static MailEvent Failed(string detail, DateTimeOffset at) => new(default, at, MailEventKind.Bounced)
    {
        Recipient = "ada@example.org",
        Detail = detail,
        Attempt = new AttemptDetail(1, "mx.example.org", "192.0.2.1:25", null, "rcpt") { Provider = "site" },
    };

    private sealed class MemoryStore : IUnknownReplyStore
    {
        private IReadOnlyList<UnknownReply> _saved = [];

        public IReadOnlyList<UnknownReply> Load() => _saved;

        public void Save(IReadOnlyCollection<UnknownReply> replies) => _saved = [.. replies];
    }
}
