using Standfast.Policy.Phishing;

namespace Standfast.Server.Composition;

internal sealed partial class GuardSetup
{
    partial void AddSpam(GuardParts parts)
    {
        var (knowledge, mistakes) = PhishingFiles.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "phishing"));
        parts.Mistakes.AddRange(mistakes);
        var analysis = new PhishingAnalysis(knowledge);
        parts.Messages.Add(new PhishingCheck(analysis, _accounts));
    }
}
