using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Policy.Suppression;
using Standfast.Policy.Tracking;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Policy.Tracking;

public sealed class EngagementTests : IDisposable
{
    private static readonly AccountId s_shop = AccountId.Parse("shop");
    private static readonly SpoolId s_message = SpoolId.Create(DateTimeOffset.UnixEpoch, new byte[10]);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private SqliteEngagementStore _store;
    private EngagementLedger _ledger;

    public EngagementTests() => (_store, _ledger) = Open();

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WhoStopsReading_IsFoundAndRefused_AndOneClickEndsIt()
    {
        foreach (var reader in (string[])["ann@example.net", "bob@example.net", "eve@example.net"]) Happens(MailEventKind.Delivered, reader);
        _time.Advance(TimeSpan.FromDays(100));
        Happens(MailEventKind.Clicked, "Ann@example.net", "https://shop.example.org/");
        Happens(MailEventKind.Opened, "bob@example.net", MailEvent.MachinePrefix + "Apple Mail privacy proxy; Mozilla/5.0");
        _time.Advance(TimeSpan.FromDays(50));
        foreach (var reader in (string[])["ann@example.net", "bob@example.net"]) Happens(MailEventKind.Delivered, reader);
        _time.Advance(TimeSpan.FromDays(50));
        Reopen();
        // Nothing more went to eve: she was not asked too often.
        Assert.Equal(["bob@example.net"], _store.FindQuiet(s_shop, StreamName.Bulk, _time.GetUtcNow().AddDays(-180), "", 10).Select(one => one.Address.Value));
        Assert.Equal("SF-3301", (await JudgeAsync("Bob@example.net"))?.Id);
        Assert.Contains("since 2026-01-01", (await JudgeAsync("bob@example.net"))!.Rule, StringComparison.Ordinal);
        Assert.Null(await JudgeAsync("ann@example.net"));
        Assert.Null(await JudgeAsync("new@example.net"));
        Assert.Null(await JudgeAsync("bob@example.net", "ann@example.net"));
        Happens(MailEventKind.Clicked, "bob@example.net", "https://shop.example.org/");
        Assert.Null(await JudgeAsync("bob@example.net"));
    }

    [Fact]
    public void WhoHasJustRead_GoesFirst()
    {
        Happens(MailEventKind.Delivered, "ann@example.net");
        Happens(MailEventKind.Delivered, "bob@example.net");
        _time.Advance(TimeSpan.FromDays(1));
        Happens(MailEventKind.Opened, "ann@example.net", "Firefox");
        Assert.Equal((1, 0, 0), (PriorityOf("ann@example.net"), PriorityOf("bob@example.net"), PriorityOf("ann@example.net", "bob@example.net")));
        _time.Advance(EngagementLedger.Fresh + TimeSpan.FromDays(1));
        Assert.Equal(0, PriorityOf("ann@example.net"));
    }

    [Fact]
    public void OtherStreams_AreNotFollowed()
    {
        _ledger.Observe([new MailEvent(s_message, _time.GetUtcNow(), MailEventKind.Delivered) { Account = s_shop, Stream = StreamName.Transactional, Recipient = "ann@example.net" }]);
        _ledger.Write();
        Assert.Null(_store.Find(s_shop, StreamName.Transactional, AddressKey.FromStored("ann@example.net")));
    }

    private (SqliteEngagementStore Store, EngagementLedger Ledger) Open()
    {
        var store = SqliteEngagementStore.Open(Path.Combine(_folder, "engagement.db"));
        return (store, new EngagementLedger(store, TrackedMail.Options, _time));
    }

    private void Reopen()
    {
        _store.Dispose();
        (_store, _ledger) = Open();
    }

    private void Happens(MailEventKind kind, string recipient, string? detail = null)
    {
        _ledger.Observe([new MailEvent(s_message, _time.GetUtcNow(), kind) { Account = s_shop, Stream = StreamName.Bulk, Recipient = recipient, Detail = detail }]);
        _ledger.Write();
    }

    private int PriorityOf(params string[] recipients) => _ledger.PriorityOf(TestMessage.Of("bulk", "", recipients));

    private ValueTask<Finding?> JudgeAsync(params string[] recipients) =>
        new SunsetCheck(_store, TrackedMail.Options, TimeSpan.FromDays(180), _time).CheckAsync(TestMessage.Of("bulk", "", recipients), TestContext.Current.CancellationToken);
}
