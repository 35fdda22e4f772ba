using Standfast.Benchmarks;

if (args is ["raw-log", var size, var writers, var seconds, var folder])
{
    var probe = new RawLog(int.Parse(size, null), int.Parse(writers, null), TimeSpan.FromSeconds(int.Parse(seconds, null)), folder);
    Console.WriteLine(await probe.MeasureAsync());
    return 0;
}

if (args is ["simulate", var first, var count])
{
    Seeds.Play(int.Parse(first, null), int.Parse(count, null));
    return 0;
}

if (args is ["replay", var seed]) return Seeds.Replay(int.Parse(seed, null));

Console.Error.WriteLine("usage: Standfast.Benchmarks raw-log SIZE WRITERS SECONDS FOLDER | simulate FIRST COUNT | replay SEED");
return 64;
