using Standfast.Policy.Content.Listings;
using Standfast.Policy.Content.Rules;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

internal sealed partial class GuardSetup
{
    partial void AddContent(GuardParts parts)
    {
        var (lists, mistakes) = ContentLists.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "content"));
        parts.Mistakes.AddRange(mistakes);
        var options = new ContentOptions
        {
            RefuseScore = int.Parse(_settings["content.refuse_score"], null),
            HoldScore = int.Parse(_settings["content.hold_score"], null),
            AllowsFreeMailFrom = _settings["delivery.relay"].Length > 0,
        };
        var zones = SettingValues.Split(_settings["content.domain_lists"]);
        IDomainListing listing = zones.Length == 0 ? new NoDomainListing() : new DnsDomainListing(_dns, zones, _time);
        var scorer = new ContentScorer(lists, options);
        parts.Messages.Add(new ContentCheck(scorer, options, listing));
        parts.Services.Add(services => services.AddSingleton(new ContentInspector(scorer, options, listing, _time)));
    }
}
