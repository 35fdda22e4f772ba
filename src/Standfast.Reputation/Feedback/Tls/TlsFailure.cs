namespace Standfast.Reputation.Feedback.Tls;

/// <param name="ResultType">Such as certificate-expired (RFC 8460 §4.3).</param>
public sealed record TlsFailure(string ResultType, long Sessions)
{
    public string? SendingMtaIp { get; init; }

    public string? ReceivingMxHost { get; init; }

    public string? ReceivingMxHelo { get; init; }

    public string? ReceivingIp { get; init; }

    public string? Information { get; init; }

    public string? ReasonCode { get; init; }
}
