using Standfast.Cli;
using Standfast.Server.Configuration;
using Standfast.Server.Hosting;

return ServeCommand.OptionsOf(args) is { } options
    ? await ServeCommand.RunAsync(options)
    : await CliApplication.RunAsync(args, Settings.LocateData(args, Environment.GetEnvironmentVariables()), new SpoolFiles(), Console.Out, Console.Error, new ReplyReader());
