using Standfast.Api;
using Standfast.Cli.Files;
using Standfast.Reputation.Classification;
using Standfast.Web;

namespace Standfast.Server.Hosting;

/// <summary>Reads replies by the rules beside the executable, without a server.</summary>
internal sealed class ReplyReader : IReplyReader
{
    public ReplyClassResponse? Classify(ClassifyRequest request)
    {
        var (rules, mistakes) = ReplyRuleFiles.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "replies"));
        return mistakes.Count > 0 ? null : ReplyEndpoints.Answer(new ReplyClassifier(rules), rules, request);
    }
}
