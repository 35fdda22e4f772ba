using Standfast.Mail;

namespace Standfast.Reputation.Blocklists;

/// <summary>Which domains the world can know. Of all others no list knows anything, and nobody is to be asked for them.</summary>
public static class PublicName
{
    // RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476, and what home routers use.
    private static readonly string[] s_others = ["test", "example", "invalid", "localhost", "local", "onion", "alt", "internal", "home.arpa", "localdomain", "lan", "home", "corp", "example.com", "example.net", "example.org"];

    public static bool Is(DomainName name) =>
        name.Value.Contains('.', StringComparison.Ordinal) && !Array.Exists(s_others, other => name.Value == other || name.Value.EndsWith($".{other}", StringComparison.Ordinal));
}
