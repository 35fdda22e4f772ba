using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class LimitCommands
{
    private const string ObjectHelp = "SCOPE:NAME; scopes are credential, account, stream (stream:ACCOUNT/STREAM), domain, source (an egress pool) and provider";

    public static Command Create(ServerConnection server) => new("limit", "What may be sent in a minute, an hour and a day") { Set(server), List(server), Remove(server), Ramp(server) };

    private static Command Set(ServerConnection server)
    {
        var limited = new Argument<string>("SUBJECT") { Description = ObjectHelp };
        var limits = new Argument<string[]>("LIMIT") { Description = "AMOUNT METRIC/WINDOW, such as 500 recipients/hour burst 100; several with commas between; unlimited lifts a default", Arity = ArgumentArity.OneOrMore };
        return server.Bind(
            new Command("set", "Set limits of one object, at once and for good") { limited, limits },
            parsed => ApiRequest.Post(
                "/v1/limits", new LimitRequest(parsed.GetValue(limited)!, string.Join(' ', parsed.GetValue(limits)!).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), ApiJson.Default.LimitRequest,
                takesFirst: false));
    }

    private static Command List(ServerConnection server)
    {
        var limited = new Option<string?>("--subject") { Description = "Only of this object, also where nothing of it is used" };
        return server.Bind(
            new Command("ls", "Limits that were set or are in use: how much is used and left, and when it comes back") { limited }, parsed => ApiRequest.Get("/v1/limits", ("subject", parsed.GetValue(limited))));
    }

    private static Command Remove(ServerConnection server)
    {
        var limited = new Argument<string>("SUBJECT") { Description = ObjectHelp };
        var kind = new Argument<string?>("KIND") { Description = "METRIC/WINDOW, such as recipients/hour; all where it is not given", Arity = ArgumentArity.ZeroOrOne };
        return server.Bind(
            new Command("rm", "Take limits that were set away; defaults hold again") { limited, kind },
            parsed => ApiRequest.Get("/v1/limits", ("subject", parsed.GetValue(limited)), ("kind", parsed.GetValue(kind))) with { Method = HttpMethod.Delete });
    }

    private static Command Ramp(ServerConnection server)
    {
        var limited = new Argument<string>("SUBJECT") { Description = "account:NAME or domain:NAME" };
        var plan = new Argument<string>("PLAN") { Description = "A plan of data/ramps, off, or default for what goes without saying" };
        return server.Bind(
            new Command("ramp", "Choose how a new account or domain grows") { limited, plan },
            parsed => ApiRequest.Post("/v1/limits/ramp", new LimitRampRequest(parsed.GetValue(limited)!, parsed.GetValue(plan)!), ApiJson.Default.LimitRampRequest, takesFirst: false));
    }
}
