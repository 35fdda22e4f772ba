using System.Diagnostics.CodeAnalysis;
using Standfast.Mail;

namespace Standfast.Delivery.Egress;

/// <summary>Mail that leaves by a pool: of an account, of one of its streams, or of a stream of every account.</summary>
/// <param name="Account">Null for every account; then a stream is given.</param>
/// <param name="Stream">Null for every stream.</param>
public sealed record PoolBinding(AccountId? Account, StreamName? Stream)
{
    /// <param name="text"><c>ACCOUNT</c>, <c>ACCOUNT/STREAM</c> or <c>*/STREAM</c>.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PoolBinding? binding)
    {
        binding = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (name, rest) = slash < 0 ? (text, null) : (text[..slash], text[(slash + 1)..]);
        AccountId? account = null;
        StreamName? stream = null;
        if (name == "*" ? rest is null : !AccountId.TryParse(name, out account)) return false;
        if (rest is not null && !StreamName.TryParse(rest, out stream)) return false;
        binding = new PoolBinding(account, stream);
        return true;
    }
}
