using System.Diagnostics.CodeAnalysis;

namespace Standfast.Policy.Limits;

/// <summary>Something that has limits, written SCOPE:NAME, such as credential:shop-x or stream:shop/bulk.</summary>
public readonly record struct LimitObject(LimitScope Scope, string Name)
{
    /// <summary>A stream with its account is the longest (64 + 1 + 32); a domain may be longer (RFC 1035 §2.3.4).</summary>
    public const int MaxNameLength = 253;

    public static bool TryParse([NotNullWhen(true)] string? text, out LimitObject value)
    {
        value = default;
        if (text is null || text.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon)) return false;
        var name = text[(colon + 1)..];
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExceptInRange('!', '~') || !TryScope(text.AsSpan(0, colon), out var scope)) return false;
        if (scope == LimitScope.Stream && name.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]) return false;
        value = new LimitObject(scope, scope == LimitScope.Credential ? name : name.ToLowerInvariant());
        return true;
    }

    public override string ToString() => $"{LimitText.Name(Scope)}:{Name}";

    private static bool TryScope(ReadOnlySpan<char> text, out LimitScope scope)
    {
        foreach (var known in Enum.GetValues<LimitScope>())
        {
            scope = known;
            if (text.SequenceEqual(LimitText.Name(known))) return true;
        }

        scope = default;
        return false;
    }
}
