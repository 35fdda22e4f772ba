using System.Collections.Frozen;
using Standfast.Mail;

namespace Standfast.Delivery.Providers;

/// <summary>All profiles, found by MX host. May be called concurrently.</summary>
public sealed class ProviderCatalogue
{
    private readonly FrozenDictionary<string, ProviderProfile> _byHost;

    public ProviderCatalogue(IReadOnlyList<ProviderProfile> profiles)
    {
        Profiles = profiles;
        Default = profiles.FirstOrDefault(profile => profile.Hosts.IsEmpty) ?? ProviderProfile.Unknown;
        _byHost = profiles.SelectMany(profile => profile.Hosts.Select(host => (host, profile))).ToFrozenDictionary(pair => pair.host, pair => pair.profile, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Knows nobody: every site has the settings' limits.</summary>
    public static ProviderCatalogue Empty { get; } = new([]);

    public IReadOnlyList<ProviderProfile> Profiles { get; }

    /// <summary>Of sites that no other profile knows.</summary>
    public ProviderProfile Default { get; }

    /// <summary>The profile of the first host that has one; of several that fit a host the one that names more of it.</summary>
    /// <param name="hosts">In order of preference. Hosts, never the recipient's domain: whoever runs them makes the rules.</param>
    public ProviderProfile Find(IReadOnlyList<string> hosts)
    {
        foreach (var host in hosts)
            for (var start = 0; start >= 0; start = host.IndexOf('.', start) is var dot and >= 0 ? dot + 1 : -1)
                if (_byHost.TryGetValue(host[start..], out var profile))
                    return profile;
        return Default;
    }

    /// <summary>What the profile, or else the default one, says of a reply.</summary>
    public Reaction? FindReaction(ProviderProfile profile, SmtpReply reply)
    {
        var text = reply.ToString();
        foreach (var reaction in profile.Reactions)
            if (reaction.Matches(text))
                return reaction;
        if (profile == Default) return null;
        foreach (var reaction in Default.Reactions)
            if (reaction.Matches(text))
                return reaction;
        return null;
    }
}
