using Standfast.Queue.Clocks;
using Standfast.Storage.Clocks;

namespace Standfast.Tests.Storage;

public sealed class FileClockMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Record_ComesBack()
    {
        var memory = new FileClockMemory(Path.Combine(_folder.Path, "clock.json"));
        Assert.Null(memory.Load());
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var record = new ClockRecord(memory.Now, now, [new ClockEra(DateTimeOffset.MinValue, now.AddDays(-1), now.AddDays(-9)), new ClockEra(now.AddDays(3), DateTimeOffset.MaxValue, now.AddDays(-5))]);
        memory.Save(record);
        var again = memory.Load()!;
        Assert.Equal((record.Machine, record.Wall), (again.Machine, again.Wall));
        Assert.Equal(record.Eras, again.Eras);
    }

    [Fact]
    public async Task Machine_SaysHowLongItHasRun()
    {
        var memory = new FileClockMemory(Path.Combine(_folder.Path, "clock.json"));
        var first = memory.Now!.Value;
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var second = memory.Now!.Value;
        Assert.Equal(first.Boot, second.Boot);
        Assert.True(second.Uptime > first.Uptime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"Machine\":null,\"Wall\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"Machine\":null,\"Wall\":\"2026-01-01T00:00:00Z\",\"Eras\":[]}")]
    [InlineData("{\"Machine\":null,\"Wall\":\"9999-01-01T00:00:00Z\",\"Eras\":[{\"From\":\"0001-01-01T00:00:00Z\",\"To\":\"9999-01-01T00:00:00Z\",\"Base\":\"9999-01-01T00:00:00Z\"}]}")]
    public void Garbage_IsAsIfNothingWereKnown(string text)
    {
        var path = Path.Combine(_folder.Path, "clock.json");
        File.WriteAllText(path, text);
        Assert.Null(new FileClockMemory(path).Load());
    }
}
