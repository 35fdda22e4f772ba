using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Standfast.Api;
using Standfast.Cli.Files;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>The spool as a whole. A running server is asked; where none runs, the files are read. Exit codes: docs/backup.md.</summary>
internal static class SpoolCommands
{
    private const int BadData = 65;

    public static Command Create(ServerConnection server, ISpoolFiles files) => new("spool", "The stored mail as a whole: size, check, backup")
    {
        Stats(server, files),
        Verify(server, files),
        Backup(server, files),
        Restore(server, files),
    };

    private static Command Stats(ServerConnection server, ISpoolFiles files) => Bind(
        new Command("stats", "Size and health of the spool"), server, ApiJson.Default.SpoolResponse,
        (_, data) => files.GetStats(data), _ => ApiRequest.Get("/v1/spool") with { Show = PlainText.Write });

    private static Command Verify(ServerConnection server, ISpoolFiles files) => Bind(
        new Command("verify", "Read every record and check it; exit 65 when there is damage"), server, ApiJson.Default.SpoolVerificationResponse,
        (_, data) => files.Verify(data), _ => ApiRequest.Post("/v1/spool/verify") with { Show = PlainText.Write, Exit = DamageOf, IsLong = true });

    private static Command Backup(ServerConnection server, ISpoolFiles files)
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that does not exist yet, on the server's machine" };
        return Bind(
            new Command("backup", "Copy the spool into a folder, while mail comes and goes; exit 65 when the spool has damage, which is copied too") { folder }, server, ApiJson.Default.SpoolBackupResponse,
            (parsed, data) => files.Back(data, Path.GetFullPath(parsed.GetValue(folder)!)),
            parsed => ApiRequest.Post("/v1/spool/backup", new SpoolBackupRequest(Path.GetFullPath(parsed.GetValue(folder)!)), ApiJson.Default.SpoolBackupRequest, takesFirst: false) with
            {
                Show = PlainText.Write,
                Exit = DamageOf,
                IsLong = true,
            });
    }

    private static Command Restore(ServerConnection server, ISpoolFiles files)
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that \"spool backup\" made" };
        var send = new Option<bool>("--send") { Description = "Do not hold the restored mail: what was delivered after the backup is delivered again" };
        var command = new Command("restore", "Put a backup in the place of the spool of a stopped server. Its mail is held, for it may have been delivered since the backup") { folder, send };
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                var restored = await files.RestoreAsync(server.DataOf(parsed), Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(send), stop);
                return await server.ShowAsync(parsed, Shown, JsonSerializer.Serialize(restored, ApiJson.Default.SpoolRestoreResponse));
            }
            catch (SpoolFilesException exception)
            {
                await server.SayAsync(exception.Message);
                return exception.Exit;
            }
        });
        return command;
    }

    private static readonly ApiRequest Shown = ApiRequest.Get("") with { Show = PlainText.Write };

    private static Command Bind<T>(
        Command command, ServerConnection server, JsonTypeInfo<T> type, Func<ParseResult, string, T?> read, Func<ParseResult, ApiRequest> ask)
        where T : class
    {
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                var request = ask(parsed);
                return !server.IsNamed(parsed) && read(parsed, server.DataOf(parsed)) is { } answer
                    ? await server.ShowAsync(parsed, request, JsonSerializer.Serialize(answer, type))
                    : await server.SendAsync(parsed, request, stop);
            }
            catch (SpoolFilesException exception)
            {
                await server.SayAsync(exception.Message);
                return exception.Exit;
            }
        });
        return command;
    }

    private static int DamageOf(JsonElement answer) => answer.GetProperty("damaged_ranges").GetInt64() > 0 ? BadData : 0;
}
