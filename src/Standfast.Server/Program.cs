using Standfast.Cli;
using Standfast.Server.Configuration;
using Standfast.Server.Hosting;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;

return args switch
{
    ["serve", .. var rest] => await ServeCommand.RunAsync(rest),
    ["spool", "verify", .. var rest] => VerifySpool(rest),
    _ => await CliApplication.RunAsync(args, Settings.LocateData(args, Environment.GetEnvironmentVariables()), Console.Out, Console.Error),
};

// Works on the files of a stopped server; a running one holds their lock and says so.
static int VerifySpool(string[] rest)
{
    var data = Settings.LocateData(rest, Environment.GetEnvironmentVariables());
    try
    {
        using var directory = new PosixSpoolDirectory(Path.Combine(data, "spool"));
        var found = SpoolVerification.Run(directory);
        Console.WriteLine(rest.Contains("--json")
            ? $"{{\"segments\":{found.Segments},\"records\":{found.Records},\"messages\":{found.Messages},\"undone\":{found.Undone},\"damaged_ranges\":{found.DamagedRanges}}}"
            : $"{found.Segments} segments, {found.Records} records, {found.Messages} messages of which {found.Undone} undone, {found.DamagedRanges} damaged ranges");
        return found.IsSound ? 0 : 65;
    }
    catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"standfast spool verify: {exception.Message}");
        return 74;
    }
}
