using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Tracking;
using Standfast.Tests.Architecture;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Policy.Tracking;

public sealed class TrackingEventsTests
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static readonly SpoolId s_message = SpoolId.Create(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero), new byte[10]);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeEventLog _events = new();
    private readonly TrackingEvents _tracking;

    public TrackingEventsTests()
    {
        var (signs, mistakes) = MachineSignFile.ReadFolder(Path.Combine(Repository.Root, "data", "feedback"));
        Assert.Empty(mistakes);
        _tracking = new TrackingEvents(TrackedMail.Tokens, signs, _events, _time);
        _events.Append(
            [
                new MailEvent(s_message, _time.GetUtcNow(), MailEventKind.Accepted) { Account = AccountId.Parse("shop"), Stream = StreamName.Bulk },
                new MailEvent(s_message, _time.GetUtcNow(), MailEventKind.Delivered) { Recipient = "Ann@example.net", Attempt = AttemptDetail.None with { Provider = "gmail" } },
            ],
            1);
        _time.Advance(TimeSpan.FromMinutes(5));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IEnumerable<MailEvent> Followed => _events.All.Where(fact => fact.Kind is MailEventKind.Opened or MailEventKind.Clicked);

    [Fact]
    public async Task OpenAndClickOfAPerson_AreFactsOfTheMessage()
    {
        Hit("", Browser);
        Hit("https://shop.example.org/", Browser);
        await JudgeAsync();
        Assert.Equal(
            [(MailEventKind.Opened, Browser, false), (MailEventKind.Clicked, "https://shop.example.org/", false)],
            Followed.Select(fact => (fact.Kind, fact.Detail!, fact.IsMachine)));
        Assert.All(Followed, fact => Assert.Equal(("Ann@example.net", "shop", "gmail"), (fact.Recipient, fact.Account!.Value, fact.Attempt!.Provider)));
    }

    [Theory]
    [InlineData("", false, "machine: it names no program")]
    [InlineData(Browser, true, "machine: only the header was asked for")]
    [InlineData("Mozilla/5.0", false, "machine: Apple Mail privacy proxy")]
    [InlineData("Mozilla/5.0 (compatible; Examplebot/2.1)", false, "machine: a crawler")]
    [InlineData("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", false, "Mozilla/5.0 (Windows")]
    public async Task Machines_AreToldApart(string agent, bool isHead, string detail)
    {
        Hit("", agent, isHead);
        await JudgeAsync();
        Assert.StartsWith(detail, Assert.Single(Followed).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatComesSecondsAfterDelivery_IsAMachine()
    {
        _events.Append([new MailEvent(s_message, _time.GetUtcNow(), MailEventKind.Delivered) { Recipient = "bob@example.net" }], 2);
        _time.Advance(TimeSpan.FromSeconds(4));
        _tracking.Observe(new TrackedLink(s_message, AddressKey.FromStored("bob@example.net"), "https://a.example/", 1), Browser, false);
        await JudgeAsync();
        Assert.StartsWith("machine: 4 s after delivery", Assert.Single(Followed).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoFollowsAllLinksAtOnce_IsAMachine()
    {
        for (var link = 0; link < 3; link++)
        {
            Hit($"https://shop.example.org/{link}", Browser);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await JudgeAsync();
        Assert.Equal(3, Followed.Count(fact => fact.IsMachine));
    }

    [Fact]
    public async Task Floods_AreBounded_AndStrangersCountForNothing()
    {
        _tracking.Observe(new TrackedLink(s_message, AddressKey.FromStored("eve@example.net"), "", 0), Browser, false);
        _tracking.Observe(new TrackedLink(SpoolId.Create(_time.GetUtcNow(), new byte[10]), AddressKey.FromStored("ann@example.net"), "", 0), Browser, false);
        for (var count = 0; count < TrackingEvents.MaxWaiting * 2; count++) Hit("", Browser);
        await JudgeAsync();
        Assert.Equal(20, Followed.Count());
    }

    [Fact]
    public async Task HitsThatNobodyJudges_AreForgottenFromTheirNumberOn()
    {
        // Strangers' hits, each of an address of its own: only the bound keeps them out.
        for (var count = 0; count < TrackingEvents.MaxWaiting; count++)
            _tracking.Observe(new TrackedLink(s_message, AddressKey.FromStored($"stranger{count}@example.net"), "", 0), Browser, false);
        Hit("", Browser);
        await JudgeAsync();
        Assert.Empty(Followed);
        Hit("", Browser);
        await JudgeAsync();
        Assert.Single(Followed);
    }

    [Fact]
    public void OnlyOurTokens_LeadAnywhere()
    {
        var token = TrackedMail.Tokens.Write(new TrackedLink(s_message, AddressKey.FromStored("ann@example.net"), "https://shop.example.org/", 1))!;
        Assert.Equal("https://shop.example.org/", _tracking.Read(token)!.Url);
        for (var at = 0; at < token.Length; at++) Assert.Null(_tracking.Read($"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}"));
        Assert.Null(_tracking.Read(null));
        Assert.Null(_tracking.Read("aHR0cHM6Ly9ldmlsLmV4YW1wbGUv"));
        Assert.Null(TrackedMail.Tokens.Write(new TrackedLink(s_message, AddressKey.FromStored("ann@example.net"), "https://shop.example.org/" + new string('a', 400), 1)));
    }

    private void Hit(string url, string agent, bool isHead = false) => _tracking.Observe(new TrackedLink(s_message, AddressKey.FromStored("ann@example.net"), url, 3), agent, isHead);

    private Task JudgeAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(11));
        return _tracking.RecordAsync(_time.GetUtcNow() - TimeSpan.FromSeconds(10), Stop);
    }
}
