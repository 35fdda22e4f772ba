using Standfast.Api;
using Standfast.Cli.Files;
using Standfast.Delivery.Providers;
using Standfast.Reputation.Classification;
using Standfast.Web;

namespace Standfast.Server.Hosting;

/// <summary>Reads replies by the rules beside the executable, without a server.</summary>
internal sealed class ReplyReader : IReplyReader
{
    public ReplyClassResponse? Classify(ClassifyRequest request) => Read() is { } rules ? ReplyEndpoints.Answer(new ReplyClassifier(rules), rules, request) : null;

    public string? FindUnknown(string provider) => Read() is { } rules ? ReplyEndpoints.FindUnknown(rules, ProviderFiles.ReadFolder(Folder("providers")).Catalogue.Profiles.Select(profile => profile.Name).ToHashSet(StringComparer.Ordinal), provider) : null;

    private static ReplyRules? Read()
    {
        var (rules, mistakes) = ReplyRuleFiles.ReadFolder(Folder("replies"));
        return mistakes.Count > 0 ? null : rules;
    }

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);
}
