using Standfast.Policy.Phishing;
using Standfast.Policy.Spam;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

internal sealed partial class GuardSetup
{
    partial void AddSpam(GuardParts parts)
    {
        var data = Path.Combine(AppContext.BaseDirectory, "data");
        var (knowledge, mistakes) = PhishingFiles.ReadFolder(Path.Combine(data, "phishing"));
        parts.Mistakes.AddRange(mistakes);
        var phishing = new PhishingAnalysis(knowledge);
        parts.Services.Add(services => services.AddSingleton(phishing));
        if (!SpamModelFile.TryReadFile(Path.Combine(data, "models", "spam.model"), out var model, out var mistake))
        {
            parts.Mistakes.Add(mistake);
            return;
        }

        var store = SqliteSpamFeedback.Open(Path.Combine(_settings.Data, "spam.db"));
        parts.Owned.Add(store);
        var classifier = new SpamClassifier(model, new SpamFeedback(store, model));
        var spam = new SpamCheck(classifier);
        parts.Messages.Add(new PhishingCheck(phishing, _accounts, spam.ReadsLikeSpam));
        parts.Messages.Add(spam);
        parts.Services.Add(services => services.AddSingleton(classifier));
    }
}
