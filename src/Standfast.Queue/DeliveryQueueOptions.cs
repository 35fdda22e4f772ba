using Standfast.Mail;

namespace Standfast.Queue;

public sealed class DeliveryQueueOptions
{
    /// <summary>Fresh messages whose envelope stays in RAM until their first try; beyond, they are read back. Ours: 20,000.</summary>
    public int MaxFreshInMemory { get; init; } = 20_000;

    /// <summary>Name of this host, in DSNs.</summary>
    public required string Hostname { get; init; }

    /// <summary>Egress pool by which mail of an account and a stream leaves; null where there is only the default one.</summary>
    public Func<AccountId?, StreamName, string>? PoolOf { get; init; }

    /// <summary>Null lets every recipient be written to.</summary>
    public ISendingGate? Gate { get; init; }

    /// <summary>Age at which the sender is told once that a recipient's mail takes long. Ours, as Sendmail's: 4 hours.</summary>
    public TimeSpan WarnAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Largest message that a DSN brings back whole where RET=FULL asks for it; of larger ones the header. Ours: 50 KiB.</summary>
    public int MaxReturnedOctets { get; init; } = 50 * 1024;
}
