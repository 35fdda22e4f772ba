namespace Standfast.Tests.Delivery.Shaping;

/// <summary>Sites that enforce limits by 421 without telling them: what is sent settles just below, and hardly anything is refused.</summary>
public sealed class AdaptationTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_run = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData(5, 2)]
    [InlineData(5, 20)]
    [InlineData(3, 50)]
    [InlineData(1, 10)]
    [InlineData(10, 100)]
    public void Throughput_SettlesBelowTheRate_WhereABucketLimitsIt(int connections, int rate) =>
        Check(new SinkManners { MaxConnections = connections, Rate = rate }, rate);

    [Theory]
    [InlineData(5, 120)]
    [InlineData(2, 600)]
    [InlineData(20, 3000)]
    public void Throughput_SettlesBelowTheRate_WhereEachMinuteIsCounted(int connections, int perMinute) =>
        Check(new SinkManners { MaxConnections = connections, PerMinute = perMinute }, perMinute / 60.0);

    private void Check(SinkManners manners, double allowed)
    {
        var world = new ShapingWorld();
        var sink = world.Add("dest.example", "198.51.100.1", manners);
        world.Run(s_run, () => world.SendAsync("dest.example", (int)(allowed * s_run.TotalSeconds * 1.1) + 100));
        var minute = TimeSpan.FromMinutes(1);
        var rate = sink.Accepted.Count(one => one.At >= minute) / (s_run - minute).TotalSeconds;
        var tries = sink.Tries.Where(one => one.At >= minute).ToList();
        var refused = (double)tries.Count(one => one.IsRefused) / tries.Count;
        output.WriteLine($"{rate:0.00}/s of {allowed:0.00}/s ({rate / allowed:0.0 %}), {refused:0.00 %} of {tries.Count} refused; in the first minute {sink.Tries.Count - tries.Count} tries, {sink.Tries.Count(one => one.IsRefused) - tries.Count(one => one.IsRefused)} refused");
        Assert.InRange(rate / allowed, 0.9, 1.001);
        Assert.True(refused < 0.01, $"{refused:0.00 %} were refused");
    }
}
