namespace Standfast.Api;

/// <param name="Subject">SCOPE:NAME; scopes are credential, account, stream (ACCOUNT/STREAM), domain, source (an egress pool) and provider.</param>
/// <param name="Limits">Such as "500 recipients/hour burst 100" or "unlimited messages/day".</param>
public sealed record LimitRequest(string Subject, IReadOnlyList<string> Limits);

/// <param name="Subject">account:NAME or domain:NAME.</param>
/// <param name="Plan">Name of a plan of data/ramps, off, or default for what goes without saying.</param>
public sealed record LimitRampRequest(string Subject, string Plan);

/// <summary>A limit, and how it stands.</summary>
/// <param name="Metric">messages, recipients or bytes.</param>
/// <param name="Window">minute, hour or day: any stretch of that length.</param>
/// <param name="Amount">Null where it is unlimited against a default.</param>
/// <param name="Burst">The most at once; null where that is all of it.</param>
/// <param name="Used">Within the window that ends now.</param>
/// <param name="Left">What may go at once now.</param>
/// <param name="FullAt">When all of it is back; null where nothing is used.</param>
/// <param name="Origin">default, set, credential or ramp.</param>
/// <param name="RampDay">Day of the ramp, from 1.</param>
public sealed record LimitResponse(
    string Subject, string Metric, string Window, long? Amount, long? Burst, long Used, long? Left, DateTimeOffset? FullAt, string Origin, string? Ramp, int? RampDay);
