using System.CommandLine;

namespace Standfast.Cli.Commands;

/// <summary>Whose mail is meant.</summary>
internal sealed class SuppressScopeOptions
{
    private readonly Option<string?> _account = new("--account") { Description = "Whose mail; default \"default\"" };
    private readonly Option<string?> _stream = new("--stream") { Description = "Only this stream of the account" };
    private readonly Option<bool> _global = new("--global") { Description = "Everybody's mail of this server" };

    public void AddTo(Command command)
    {
        command.Options.Add(_account);
        command.Options.Add(_stream);
        command.Options.Add(_global);
    }

    public string? Account(ParseResult parsed) => parsed.GetValue(_account);

    public string? Stream(ParseResult parsed) => parsed.GetValue(_stream);

    public bool IsGlobal(ParseResult parsed) => parsed.GetValue(_global);

    public (string Name, string? Value)[] Query(ParseResult parsed) => [("account", Account(parsed)), ("stream", Stream(parsed)), ("global", IsGlobal(parsed) ? "true" : null)];
}
