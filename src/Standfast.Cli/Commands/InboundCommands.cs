using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class InboundCommands
{
    public static Command Create(ServerConnection server) => new("inbound", "Mail that other servers bring")
    {
        new Command("policy", "What domains want of mail to them")
        {
            server.Bind(new Command("ls", "The policies of all domains; * stands for those that have none of their own"), _ => ApiRequest.Get("/v1/inbound/policies")),
            Set(server),
            Remove(server),
        },
        server.Bind(new Command("zones", "The lists that clients are looked up in, and whether they can be trusted"), _ => ApiRequest.Get("/v1/inbound/zones")),
    };

    private static Command Set(ServerConnection server)
    {
        var domain = new Argument<string>("DOMAIN") { Description = "A local domain, or * for all that have no policy of their own" };
        var dnsbl = Action("--dnsbl", "About clients on a list of inbound.dnsbl");
        var malware = Action("--malware", "About programs, macros and viruses");
        var spam = Action("--spam", "About spam, and about what cannot be looked into");
        var greylisting = new Option<bool?>("--greylisting") { Description = "Whether unknown senders are asked to come back: true or false" };
        return server.Bind(
            new Command("set", "Change what a domain wants; what is not named stays") { domain, dnsbl, malware, spam, greylisting },
            parsed => ApiRequest.Post(
                "/v1/inbound/policies",
                new InboundPolicyRequest(parsed.GetValue(domain)!, parsed.GetValue(dnsbl), parsed.GetValue(malware), parsed.GetValue(spam), parsed.GetValue(greylisting)), ApiJson.Default.InboundPolicyRequest));
    }

    private static Command Remove(ServerConnection server)
    {
        var domain = new Argument<string>("DOMAIN") { Description = "A domain with a policy of its own" };
        return server.Bind(new Command("rm", "Let a domain follow the policy of all again") { domain }, parsed => ApiRequest.Delete($"/v1/inbound/policies/{Uri.EscapeDataString(parsed.GetValue(domain)!)}"));
    }

    private static Option<string?> Action(string name, string about)
    {
        var option = new Option<string?>(name) { Description = $"{about}: off, tag, quarantine or refuse" };
        option.AcceptOnlyFromAmong("off", "tag", "quarantine", "refuse");
        return option;
    }
}
