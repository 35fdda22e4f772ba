using Standfast.Reputation.Classification;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Reputation.Classification;

/// <summary>data/replies as it is shipped, read once.</summary>
internal static class ShippedRules
{
    private static readonly Lazy<(ReplyRules Rules, IReadOnlyList<string> Mistakes)> s_read = new(() => ReplyRuleFiles.ReadFolder(Path.Combine(Repository.Root, "data", "replies")));
    private static readonly Lazy<ReplyClassifier> s_classifier = new(() => new ReplyClassifier(Rules));

    public static ReplyRules Rules => s_read.Value.Rules;

    public static IReadOnlyList<string> Mistakes => s_read.Value.Mistakes;

    public static ReplyClassifier Classifier => s_classifier.Value;
}
