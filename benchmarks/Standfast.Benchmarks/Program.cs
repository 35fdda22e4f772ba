using Standfast.Benchmarks;
using Standfast.Benchmarks.Probe;

switch (args)
{
    case ["raw-log", var size, var writers, var seconds, var folder]:
        var raw = new RawLog(int.Parse(size, null), int.Parse(writers, null), TimeSpan.FromSeconds(int.Parse(seconds, null)), folder);
        Console.WriteLine(await raw.MeasureAsync());
        return 0;
    case ["probe", var port, var folder]:
        using (var log = new GroupCommitLog(folder)) await new ProbeServer(log, relay: null).RunAsync(int.Parse(port, null));
        return 0;
    case ["probe", var port, var folder, var sink, var connections]:
        using (var log = new GroupCommitLog(folder))
            await new ProbeServer(log, new ProbeRelay(int.Parse(sink, null), int.Parse(connections, null))).RunAsync(int.Parse(port, null));
        return 0;
    default:
        Console.Error.WriteLine("usage: Standfast.Benchmarks raw-log SIZE WRITERS SECONDS FOLDER | probe PORT FOLDER [SINK_PORT CONNECTIONS]");
        return 64;
}
