using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>People who use the console. A password comes from a file or is made: never from the command line, which other users of the machine see.</summary>
internal static class UserCommands
{
    public static Command Create(ServerConnection server)
    {
        var name = new Argument<string>("NAME") { Description = "1 to 64 of a-z, 0-9, dot, hyphen, underscore and at sign" };
        var role = new Option<string>("--role") { Description = "owner, operator or viewer", DefaultValueFactory = _ => "viewer" };
        var file = new Option<FileInfo?>("--password-file") { Description = "File whose first line is the password; without it one is made and shown this once" };
        var code = new Option<string?>("--code") { Description = "The app's code, which proves the key that was offered" };
        var off = new Option<bool>("--off") { Description = "Ask for codes no more" };
        return new Command("user", "People who use the console")
        {
            server.Bind(
                new Command("add", "Add a user") { name, role, Checked(file) },
                parsed => ApiRequest.Post("/v1/users", new UserRequest(parsed.GetValue(name)!, parsed.GetValue(role)!, FirstLine(parsed.GetValue(file))), ApiJson.Default.UserRequest)),
            server.Bind(new Command("ls", "All users"), _ => ApiRequest.Get("/v1/users")),
            server.Bind(new Command("rm", "Remove a user") { name }, parsed => ApiRequest.Delete(PathOf(parsed.GetValue(name)!))),
            server.Bind(
                new Command("passwd", "Give a user another password") { name, file },
                parsed => ApiRequest.Post($"{PathOf(parsed.GetValue(name)!)}/password", new PasswordRequest(FirstLine(parsed.GetValue(file))), ApiJson.Default.PasswordRequest)),
            server.Bind(
                new Command("totp", "Offer a user a key for one-time codes; with --code put it in force") { name, code, off },
                parsed => ApiRequest.Post($"{PathOf(parsed.GetValue(name)!)}/totp", new TotpRequest(parsed.GetValue(code), parsed.GetValue(off)), ApiJson.Default.TotpRequest) with { Show = PlainText.Write }),
        };
    }

    private static Option<FileInfo?> Checked(Option<FileInfo?> file)
    {
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is { Exists: false } missing) result.AddError($"{missing.FullName} does not exist");
        });
        return file;
    }

    private static string? FirstLine(FileInfo? file) => file is null ? null : File.ReadLines(file.FullName).FirstOrDefault() ?? "";

    private static string PathOf(string name) => $"/v1/users/{Uri.EscapeDataString(name)}";
}
