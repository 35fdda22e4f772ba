using System.Collections.Immutable;
using Standfast.Mail;

namespace Standfast.Delivery.Egress;

/// <summary>Sources that share the mail of some accounts evenly.</summary>
/// <param name="Accounts">Whose mail leaves here; the default pool takes that of everybody else.</param>
public sealed record EgressPool(string Name, ImmutableArray<EgressSource> Sources, ImmutableArray<AccountId> Accounts)
{
    public const string DefaultName = "default";

    /// <summary>The system chooses the address.</summary>
    public static EgressPool Default { get; } = new(DefaultName, [EgressSource.System], []);
}
