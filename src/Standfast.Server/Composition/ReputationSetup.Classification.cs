using Standfast.Reputation.Classification;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>What replies mean.</content>
internal sealed partial class ReputationSetup
{
    /// <summary>Reads replies by data/replies.</summary>
    public IReplyClassifier Classifier { get; private set; } = new ReplyClassifier(ReplyRules.Empty);

    partial void AddClassification(ReputationParts parts)
    {
        var (rules, mistakes) = ReplyRuleFiles.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "replies"));
        parts.Mistakes.AddRange(mistakes);
        var classifier = new ReplyClassifier(rules);
        Classifier = classifier;
        UnknownReplies unknown;
        try
        {
            var store = SqliteUnknownReplyStore.Open(Path.Combine(_settings.Data, "replies.db"));
            parts.Owned.Add(store);
            unknown = new UnknownReplies(classifier, store);
        }
        catch (IOException exception)
        {
            parts.Mistakes.Add($"the replies that no rule knew cannot be read: {exception.Message}");
            return;
        }

        parts.Observers.Add(unknown);
        parts.Run("unknown replies", stop => unknown.RunAsync(_time, exception => Log.RepliesNotSaved(_logger, exception), stop));
        parts.Services.Add(services => services.AddSingleton<IReplyClassifier>(classifier).AddSingleton(rules).AddSingleton(unknown));
    }
}
