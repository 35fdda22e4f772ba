using Standfast.Benchmarks;

if (args is ["raw-log", var size, var writers, var seconds, var folder])
{
    var probe = new RawLog(int.Parse(size, null), int.Parse(writers, null), TimeSpan.FromSeconds(int.Parse(seconds, null)), folder);
    Console.WriteLine(await probe.MeasureAsync());
    return 0;
}

if (args is ["fill", var data, var count, var domains, var octets])
{
    Console.WriteLine(await new BacklogFiller(data, int.Parse(count, null), int.Parse(domains, null), int.Parse(octets, null)).RunAsync());
    return 0;
}

Console.Error.WriteLine("usage: Standfast.Benchmarks raw-log SIZE WRITERS SECONDS FOLDER | fill DATA COUNT DOMAINS SIZE");
return 64;
