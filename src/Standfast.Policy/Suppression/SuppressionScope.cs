using Standfast.Mail;

namespace Standfast.Policy.Suppression;

/// <summary>Whose mail an address may not get: everybody's on this server, an account's, or that of one stream of an account.</summary>
public sealed record SuppressionScope
{
    private SuppressionScope(AccountId? account, StreamName? stream) => (Account, Stream) = (account, stream);

    public static SuppressionScope Global { get; } = new(null, null);

    public AccountId? Account { get; }

    /// <summary>Null for all streams.</summary>
    public StreamName? Stream { get; }

    /// <summary>global, account or stream.</summary>
    public string Kind => Account is null ? "global" : Stream is null ? "account" : "stream";

    public static SuppressionScope Of(AccountId account, StreamName? stream = null) => new(account, stream);

    /// <summary>As a reply says it: "this server", "account shop", "stream bulk of account shop".</summary>
    public override string ToString() => Account is null ? "this server" : Stream is null ? $"account {Account}" : $"stream {Stream} of account {Account}";
}
