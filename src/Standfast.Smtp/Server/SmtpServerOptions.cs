namespace Standfast.Smtp.Server;

public sealed class SmtpServerOptions
{
    /// <summary>Our name in the greeting and the EHLO reply.</summary>
    public required string Hostname { get; init; }

    /// <summary>Largest message content, announced by SIZE (RFC 1870). Ours: 50 MiB.</summary>
    public long MaxMessageOctets { get; init; } = 50 * 1024 * 1024;

    /// <summary>Recipients of one transaction; RFC 5321 §4.5.3.1.8 asks for at least 100. Ours: 1,000.</summary>
    public int MaxRecipients { get; init; } = 1_000;

    /// <summary>RFC 5321 §4.5.3.1.4 asks for at least 512; extensions and AUTH need more. Ours: 12,288.</summary>
    public int MaxCommandOctets { get; init; } = 12_288;

    /// <summary>Refused commands of one session before it is ended. Ours: 100 (recipients are counted as well).</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>Failed AUTH of one session before it is ended. Ours: 3.</summary>
    public int MaxAuthFailures { get; init; } = 3;

    /// <summary>
    /// Take the parameters of DSN (RFC 3461), offered or not. Who offers it promises notifications of success; a server that sends none
    /// to strangers does not offer it to them, so that the server before it knows that the promise ends there.
    /// </summary>
    public bool TakesDsn { get; init; }

    public bool OffersDsn { get; init; }

    /// <summary>Longest time that FUTURERELEASE (RFC 4865) may ask for; zero offers none.</summary>
    public TimeSpan MaxHold { get; init; }

    /// <summary>Offer MT-PRIORITY (RFC 6710).</summary>
    public bool OffersPriority { get; init; }

    /// <summary>RFC 5321 §4.5.3.2.7: at least 5 minutes.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>One message's content from 354 to the final dot, however it trickles. Ours: 30 minutes.</summary>
    public TimeSpan ContentTimeout { get; init; } = TimeSpan.FromMinutes(30);
}
