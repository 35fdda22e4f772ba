using System.CommandLine;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

/// <summary>Which mail, and of which time.</summary>
internal sealed class StatisticsOptions
{
    private readonly Option<string?> _last = new("--last") { Description = "How long before now, or before --to: 30m, 24h, 90d. Default 24h", HelpName = "TIME" };
    private readonly Option<string?> _from = new("--from") { Description = "Begin, such as 2026-11-26T08:00:00Z", HelpName = "TIME" };
    private readonly Option<string?> _to = new("--to") { Description = "End; default now", HelpName = "TIME" };
    private readonly Option<string?> _account = new("--account") { Description = "Only of this account" };
    private readonly Option<string?> _stream = new("--stream") { Description = "Only of this stream" };
    private readonly Option<string?> _campaign = new("--campaign") { Description = "Only of this campaign" };
    private readonly Option<string?> _source = new("--source") { Description = "Only from this egress source" };
    private readonly Option<string?> _provider = new("--provider") { Description = "Only to this provider" };
    private readonly Option<string?> _domain = new("--domain") { Description = "Only to recipients of this domain" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_last, _from, _to, _account, _stream, _campaign, _source, _provider, _domain]) command.Options.Add(option);
    }

    public ApiRequest Ask(ParseResult parsed, params (string Name, string? Value)[] more) => ApiRequest.Get(
        "/v1/statistics", [
            ("last", parsed.GetValue(_last)), ("from", parsed.GetValue(_from)), ("to", parsed.GetValue(_to)), ("account", parsed.GetValue(_account)), ("stream", parsed.GetValue(_stream)),
            ("campaign", parsed.GetValue(_campaign)), ("source", parsed.GetValue(_source)), ("provider", parsed.GetValue(_provider)), ("domain", parsed.GetValue(_domain)), .. more]);
}
