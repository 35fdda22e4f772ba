using System.Buffers;
using System.Collections.Frozen;

namespace Standfast.Policy.Phishing;

/// <summary>What those say who are after secrets. Matched without regard to case, in the first <see cref="MaxScanned"/> characters.</summary>
public sealed class Phrases(IEnumerable<string> credentials, IEnumerable<string> pressure, IEnumerable<string> services)
{
    /// <summary>Ours; what a letter wants of its reader it says near its beginning.</summary>
    public const int MaxScanned = 32_768;

    private readonly SearchValues<string> _credentials = SearchValues.Create([.. credentials], StringComparison.OrdinalIgnoreCase);
    private readonly SearchValues<string> _pressure = SearchValues.Create([.. pressure], StringComparison.OrdinalIgnoreCase);
    private readonly FrozenSet<string> _services = services.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool AskForCredentials(ReadOnlySpan<char> text) => Scanned(text).ContainsAny(_credentials);

    public bool Press(ReadOnlySpan<char> text) => Scanned(text).ContainsAny(_pressure);

    /// <summary>A word that makes a sender's name out of a brand's: "support" of "PayPal Support".</summary>
    public bool IsService(string word) => _services.Contains(word);

    private static ReadOnlySpan<char> Scanned(ReadOnlySpan<char> text) => text.Length <= MaxScanned ? text : text[..MaxScanned];
}
