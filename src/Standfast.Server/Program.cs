using Standfast.Cli;
using Standfast.Server.Configuration;
using Standfast.Server.Hosting;

return args switch
{
    ["serve", .. var rest] => await ServeCommand.RunAsync(rest),
    _ => await CliApplication.RunAsync(args, Settings.LocateData(args, Environment.GetEnvironmentVariables()), new SpoolFiles(), Console.Out, Console.Error, new ReplyReader()),
};
