using Standfast.Mail;

namespace Standfast.Tests.Queue;

/// <summary>Streams and priorities of one account, and when mail that is to wait is due.</summary>
public sealed class StreamSchedulingTests : IDisposable
{
    private readonly QueueUnderTest _queue = new();

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Transactional_GoesBeforeBulk_OfItsAccount()
    {
        for (var count = 0; count < 100; count++) await AcceptAsync("bulk");
        await AcceptAsync("transactional");
        Assert.Equal("transactional", await NextAsync());
    }

    [Fact]
    public async Task Bulk_GetsEveryTenthTurn_WhileTransactionalMailIsWaiting()
    {
        for (var count = 0; count < 200; count++) await AcceptAsync("transactional");
        for (var count = 0; count < 200; count++) await AcceptAsync("bulk");
        var taken = await TakeAsync(100);
        Assert.Equal(10, taken.Count(stream => stream == "bulk"));
        Assert.Equal("bulk", taken[9]);
    }

    [Fact]
    public async Task Streams_TakeTurns_WhateverTheyHaveQueued()
    {
        for (var count = 0; count < 100; count++) await AcceptAsync("bulk", $"a@d{count}.example");
        for (var count = 0; count < 10; count++) await AcceptAsync("newsletter", "a@one.example");
        _queue.Queue.Assign(DomainName.Parse("one.example"), "mx");
        for (var count = 0; count < 100; count++) _queue.Queue.Assign(DomainName.Parse($"d{count}.example"), "mx");
        var taken = await TakeAsync(20, "mx");
        Assert.Equal(10, taken.Count(stream => stream == "newsletter"));
    }

    [Fact]
    public async Task Priority_IsKept_WithinAStreamOnly()
    {
        await AcceptAsync("bulk", priority: 9);
        await AcceptAsync("transactional", priority: -1);
        await AcceptAsync("transactional");
        await AcceptAsync("transactional", priority: 3);
        var taken = new List<(string, int)>();
        while (await _queue.TakeAsync() is { } due) taken.Add((due.Envelope.Stream.Value, due.Envelope.Priority));
        Assert.Equal([("transactional", 3), ("transactional", 0), ("transactional", -1), ("bulk", 9)], taken);
    }

    [Fact]
    public async Task Newcomer_IsServedAtOnce_HoweverManyAccountsFlood()
    {
        for (var account = 0; account < 50; account++)
            for (var count = 0; count < 30; count++)
                await _queue.AcceptAsync($"flood{account}", "a@example.net");
        for (var count = 0; count < 600; count++) await _queue.TakeAsync();
        await _queue.AcceptAsync("shop", "a@example.net");
        Assert.Equal("shop", (await _queue.TakeAsync())!.Envelope.Account!.Value);
    }

    [Fact]
    public async Task Newcomer_IsNoneAgain_WhileItKeepsSending()
    {
        for (var count = 0; count < 200; count++) await _queue.AcceptAsync("flood", "a@example.net");
        for (var count = 0; count < 20; count++) await _queue.TakeAsync();
        var mine = 0;
        for (var count = 0; count < 100; count++)
        {
            await _queue.AcceptAsync("shop", "a@example.net");
            if ((await _queue.TakeAsync())!.Envelope.Account!.Value == "shop") mine++;
        }

        Assert.InRange(mine, 40, 60);
    }

    [Fact]
    public async Task FutureRelease_IsNotTriedBefore_AndOutlivesARestart()
    {
        await _queue.AcceptAsync("shop", envelope => envelope with { NotBefore = QueueUnderTest.Start.AddHours(3) }, "a@example.net");
        Assert.Null(await _queue.TakeAsync());
        _queue.Time.Advance(TimeSpan.FromHours(2));
        _queue.Restart();
        Assert.Null(await _queue.TakeAsync());
        _queue.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.NotNull(await _queue.TakeAsync());
    }

    private Task<SpoolId> AcceptAsync(string stream, string recipient = "a@example.net", int priority = 0) =>
        _queue.AcceptAsync("shop", envelope => envelope with { Stream = StreamName.Parse(stream), Priority = priority }, recipient);

    private async Task<string> NextAsync(string site = QueueUnderTest.Domain) => (await _queue.TakeAsync(site))!.Envelope.Stream.Value;

    private async Task<List<string>> TakeAsync(int count, string site = QueueUnderTest.Domain)
    {
        var taken = new List<string>();
        for (; count > 0; count--) taken.Add(await NextAsync(site));
        return taken;
    }
}
