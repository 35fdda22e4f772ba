using Standfast.Reputation.Classification;

namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>One number of one part of the mail that is watched.</summary>
/// <param name="Cause">Of bounces; <see cref="ReplyCause.Other"/> for the rest.</param>
public readonly record struct AnomalySubject(StatisticsKey Key, AnomalyKind Kind, ReplyCause Cause = ReplyCause.Other)
{
    /// <summary>For a person, such as "shop bulk" or "main to gmail".</summary>
    public string Part => Key.Cube switch
    {
        StatisticsCube.Total => "all mail",
        StatisticsCube.Way => $"{Name(Key.A, "no source")} to {Name(Key.B, "no known provider")}",
        _ => $"{Name(Key.A, "no account")} {Key.B}".TrimEnd(),
    };

    /// <summary>For a person, such as "bounces as no-such-user".</summary>
    public string What => Kind == AnomalyKind.Bounces ? $"bounces as {ReplyNames.Of(Cause)}" : Kind.ToString().ToLowerInvariant();

    private static string Name(string value, string none) => value.Length > 0 ? value : none;
}
