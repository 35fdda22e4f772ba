using System.Diagnostics.CodeAnalysis;
using Standfast.Mail;

namespace Standfast.Policy.Consent;

/// <summary>Mail that goes only to those who asked for it: all bulk streams of an account, one stream of it, or that stream of every account.</summary>
/// <param name="Account">Null for every account; then a stream is given.</param>
/// <param name="Stream">Null for every bulk stream.</param>
public sealed record ConsentRequirement(AccountId? Account, StreamName? Stream)
{
    /// <param name="text"><c>ACCOUNT</c>, <c>ACCOUNT/STREAM</c> or <c>*/STREAM</c>.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ConsentRequirement? requirement)
    {
        requirement = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (name, rest) = slash < 0 ? (text, null) : (text[..slash], text[(slash + 1)..]);
        AccountId? account = null;
        StreamName? stream = null;
        if (name == "*" ? rest is null : !AccountId.TryParse(name, out account)) return false;
        if (rest is not null && !StreamName.TryParse(rest, out stream)) return false;
        requirement = new ConsentRequirement(account, stream);
        return true;
    }

    /// <param name="isBulk">The stream is one of mail to many.</param>
    public bool Covers(AccountId account, StreamName stream, bool isBulk) => (Account is null || Account == account) && (Stream is null ? isBulk : Stream == stream);
}
