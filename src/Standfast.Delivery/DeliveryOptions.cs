using System.Net;
using System.Net.Sockets;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.Reputation.States;
using Standfast.Smtp.Client;

namespace Standfast.Delivery;

public sealed record DeliveryOptions
{
    /// <summary>Name in EHLO, and ours among MX hosts.</summary>
    public required DomainName Hostname { get; init; }

    /// <summary>Port of remote mail servers; 25 (RFC 5321 §4.5.4.2) but in tests.</summary>
    public int Port { get; init; } = 25;

    /// <summary>Sends everything that is not local through one host; null looks up MX.</summary>
    public RelayHost? Relay { get; init; }

    /// <summary>Where mail leaves from; no source is in two of them. The default pool is among them.</summary>
    public IReadOnlyList<EgressPool> Pools { get; init; } = [EgressPool.Default];

    /// <summary>Names only pools of <see cref="Pools"/>. The queue is to be told the same.</summary>
    public PoolBindings Bindings { get; init; } = PoolBindings.None;

    /// <summary>Who may send what to whom now, asked before each attempt and told of each refusal; null where nobody keeps such states.</summary>
    public ISendingStates? States { get; init; }

    /// <summary>For sources that are warming up.</summary>
    public WarmupPlans Warmup { get; init; } = WarmupPlans.None;

    /// <summary>Families of addresses that are used, in the order in which they are tried. Ours: IPv4, then IPv6.</summary>
    public IReadOnlyList<AddressFamily> Families { get; init; } = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    /// <summary>Connections to one site at once. 1 to 1,000; ours: 20.</summary>
    public int ConnectionsPerSite { get; init; } = 20;

    /// <summary>Connections to all sites together. 1 to 100,000; ours: 1,000.</summary>
    public int Connections { get; init; } = 1_000;

    /// <summary>Routes looked up at once that may be answered soon. Ours: 100.</summary>
    public int LookUps { get; init; } = 100;

    /// <summary>Besides these, look-ups that were not answered soon, or in vain before. Ours: 400.</summary>
    public int SlowLookUps { get; init; } = 400;

    /// <summary>Under which return paths submitted mail leaves; null leaves it the sender's own.</summary>
    public ReturnPathSigner? ReturnPaths { get; init; }

    /// <summary>How providers want to be spoken to. Holds for what is found by MX, not for the smart host and for LMTP, which are ours.</summary>
    public ProviderCatalogue Providers { get; init; } = ProviderCatalogue.Empty;

    /// <summary>Transactions of one connection before it is renewed. Ours: 1,000.</summary>
    public int TransactionsPerConnection { get; init; } = 1_000;

    /// <summary>RFC 5321 §4.5.3.1.8: every server takes 100.</summary>
    public int RecipientsPerTransaction { get; init; } = 100;

    /// <summary>How long an unused connection is kept for the next message. Ours: 3 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(3);

    public required string MaildirRoot { get; init; }

    public ClientTimeouts Timeouts { get; init; } = new();

    /// <summary>
    /// Our own listeners: an MX that leads back to them is a loop. One on all addresses stands beside those that the machine has.
    /// </summary>
    public IReadOnlyList<IPEndPoint> OwnEndpoints { get; init; } = [];
}

/// <param name="Password">Only ever sent under TLS.</param>
public sealed record RelayHost(string Host, int Port, string? UserName, string? Password);
