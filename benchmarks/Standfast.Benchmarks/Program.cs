using Standfast.Benchmarks;
using Standfast.Benchmarks.Probe;
using Standfast.Benchmarks.Spam;

switch (args)
{
    case ["raw-log", var size, var writers, var seconds, var folder]:
        var raw = new RawLog(int.Parse(size, null), int.Parse(writers, null), TimeSpan.FromSeconds(int.Parse(seconds, null)), folder);
        Console.WriteLine(await raw.MeasureAsync());
        return 0;
    case ["probe", var port, var folder]:
        using (var log = new GroupCommitLog(folder)) await new ProbeServer(log, relay: null).RunAsync(int.Parse(port, null));
        return 0;
    case ["probe", var port, var folder, var sink, var connections, ("pipelined" or "plain") and var way]:
        using (var log = new GroupCommitLog(folder))
            await new ProbeServer(log, new ProbeRelay(int.Parse(sink, null), int.Parse(connections, null), way == "pipelined")).RunAsync(int.Parse(port, null));
        return 0;
    case ["simulate", var first, var count]:
        Seeds.Play(int.Parse(first, null), int.Parse(count, null));
        return 0;
    case ["survival", ("plain" or "standfast" or "honest") and var server, var first, var count, var days]:
        Survival.Play(server, int.Parse(first, null), int.Parse(count, null), int.Parse(days, null));
        return 0;
    case ["replay", var seed]:
        return Seeds.Replay(int.Parse(seed, null));
    case ["spam", ..]:
        return SpamTraining.Run(args[1..]);
    case ["fill", var data, var count, var domains, var octets]:
        Console.WriteLine(await new BacklogFiller(data, int.Parse(count, null), int.Parse(domains, null), int.Parse(octets, null)).RunAsync());
        return 0;
    case ["content", var folder]:
        ContentReports.Summarize(folder, names: false);
        return 0;
    case ["content", var folder, "names"]:
        ContentReports.Summarize(folder, names: true);
        return 0;
    case ["content-time", var rounds, .. var files]:
        foreach (var file in files) ContentReports.Measure(file, int.Parse(rounds, null));
        return 0;
    case ["suppressions", var count, var folder]:
        Suppressions.Measure(int.Parse(count, null), folder);
        return 0;
    case ["statistics", var count, var folder]:
        StatisticsLoad.Measure(int.Parse(count, null), folder);
        return 0;
    case ["replies", var folder, var seconds]:
        Replies.Measure(folder, int.Parse(seconds, null), texts: null);
        return 0;
    case ["replies", var folder, var seconds, var texts]:
        Replies.Measure(folder, int.Parse(seconds, null), texts);
        return 0;
    default:
        Console.Error.WriteLine("usage: Standfast.Benchmarks raw-log SIZE WRITERS SECONDS FOLDER | probe PORT FOLDER [SINK_PORT CONNECTIONS pipelined|plain] | fill DATA COUNT DOMAINS SIZE | simulate FIRST COUNT | replay SEED | survival plain|standfast|honest FIRST COUNT DAYS | content FOLDER [names] | content-time ROUNDS FILE... | suppressions COUNT FOLDER | statistics COUNT FOLDER | replies FOLDER SECONDS [TEXTS] | spam ...");
        return 64;
}
