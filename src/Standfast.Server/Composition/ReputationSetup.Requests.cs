using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Requests;

namespace Standfast.Server.Composition;

/// <content>Whom to ask for reinstatement, and with what.</content>
internal sealed partial class ReputationSetup
{
    partial void AddRequests(ReputationParts parts)
    {
        var (playbooks, mistakes) = PlaybookFiles.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "playbooks"));
        parts.Mistakes.AddRange(mistakes);
        parts.Services.Add(services => services.AddSingleton(playbooks).AddSingleton<IRequestFacts>(provider => new RequestReader(_settings, OwnAddresses(), _time, provider)));
    }
}
