using Standfast.Mail;

namespace Standfast.Reputation.Feedback.Tls;

/// <param name="PolicyType">tlsa, sts or no-policy-found.</param>
/// <param name="Domain">Whose policy it is.</param>
public sealed record TlsPolicyResult(string PolicyType, DomainName Domain, long Successful, long Failed)
{
    /// <summary>Ours.</summary>
    public const int MaxFailures = 500;

    /// <summary>As it was found; at most 50 lines.</summary>
    public IReadOnlyList<string> Policy { get; init; } = [];

    /// <summary>At most 50.</summary>
    public IReadOnlyList<string> MxHosts { get; init; } = [];

    public IReadOnlyList<TlsFailure> Failures { get; init; } = [];
}
