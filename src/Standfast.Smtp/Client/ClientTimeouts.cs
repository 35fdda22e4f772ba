namespace Standfast.Smtp.Client;

/// <summary>How long a client waits in each phase. Defaults are RFC 5321 §4.5.3.2's, but for the first two, which hold up other hosts to try.</summary>
public sealed record ClientTimeouts
{
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Content { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From the final dot to its reply.</summary>
    public TimeSpan FinalReply { get; init; } = TimeSpan.FromMinutes(10);
}
