using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Scanners;

/// <summary>What is done with mail while a scanner does not answer: never sent unscanned, but the owner chooses per stream.</summary>
public sealed class ScannerFailurePolicy
{
    private readonly Dictionary<(AccountId? Account, StreamName Stream), GuardAction> _streams = [];
    private readonly GuardAction _default;

    private ScannerFailurePolicy(GuardAction fallback) => _default = fallback;

    /// <summary>The client is told to try again; ours.</summary>
    public static ScannerFailurePolicy Defer { get; } = new(GuardAction.Defer);

    /// <param name="text">defer or hold, then for single streams STREAM=defer, STREAM=hold or ACCOUNT/STREAM=…; commas between.</param>
    public static bool TryParse(string text, out ScannerFailurePolicy policy)
    {
        policy = Defer;
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || Action(parts[0]) is not { } fallback) return false;
        var parsed = new ScannerFailurePolicy(fallback);
        foreach (var part in parts.Skip(1))
        {
            if (part.Split('=') is not [var named, var action] || Action(action) is not { } chosen) return false;
            var slash = named.IndexOf('/', StringComparison.Ordinal);
            AccountId? account = null;
            if (slash >= 0)
            {
                if (!AccountId.TryParse(named[..slash], out var one)) return false;
                account = one;
            }

            if (!StreamName.TryParse(named[(slash + 1)..], out var stream) || !parsed._streams.TryAdd((account, stream), chosen)) return false;
        }

        policy = parsed;
        return true;
    }

    /// <summary>The narrowest that is named decides.</summary>
    public GuardAction For(AccountId account, StreamName stream) => _streams.TryGetValue((account, stream), out var narrow) || _streams.TryGetValue((null, stream), out narrow) ? narrow : _default;

    private static GuardAction? Action(string text) => text switch { "defer" => GuardAction.Defer, "hold" => GuardAction.Hold, _ => null };
}
