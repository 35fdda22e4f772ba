using System.CommandLine;

namespace Standfast.Cli.Commands;

/// <summary>What the owner of a list says of it.</summary>
internal sealed class ListOriginOptions
{
    private readonly Option<string?> _source = new("--source") { Description = "Where the addresses come from" };
    private readonly Option<string?> _collected = new("--collected") { Description = "The oldest day on which one of them was collected", HelpName = "YYYY-MM-DD" };
    private readonly Option<string?> _account = new("--account") { Description = "Whose list it is; default \"default\"" };
    private readonly Option<string?> _stream = new("--stream") { Description = "Stream of mail that it is for" };

    public void AddTo(Command command)
    {
        command.Options.Add(_source);
        command.Options.Add(_collected);
        command.Options.Add(_account);
        command.Options.Add(_stream);
    }

    public (string Name, string? Value)[] Query(ParseResult parsed) =>
        [("source", parsed.GetValue(_source)), ("collected", parsed.GetValue(_collected)), ("account", parsed.GetValue(_account)), ("stream", parsed.GetValue(_stream))];
}
