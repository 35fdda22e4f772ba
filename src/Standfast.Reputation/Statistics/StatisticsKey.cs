namespace Standfast.Reputation.Statistics;

/// <summary>One part of the mail of a cube. Values are those of <see cref="CubeShape.DimensionsOf"/> in that order; "" where there is none.</summary>
public readonly record struct StatisticsKey(StatisticsCube Cube, string A = "", string B = "", string C = "")
{
    /// <summary>What there was no room for; no account, stream, campaign, source, provider or domain is named so.</summary>
    public const string Other = "(other)";

    /// <summary>Longer names are counted as <see cref="Other"/>: a domain name has at most 255 octets.</summary>
    public const int MaxNameLength = 255;

    public string this[int index] => index switch { 0 => A, 1 => B, 2 => C, _ => throw new ArgumentOutOfRangeException(nameof(index)) };

    /// <summary>The same account's, or source's, together with what else there was no room for; everybody's where the cube has neither.</summary>
    public StatisticsKey ToOverflow() => CubeShape.DimensionsOf(Cube).Length switch
    {
        0 => this,
        1 => this with { A = Other },
        2 => this with { B = Other },
        _ => this with { B = Other, C = Other },
    };

    /// <summary>Everybody's that there was no room for.</summary>
    public static StatisticsKey OverflowOf(StatisticsCube cube) => new StatisticsKey(cube, Other).ToOverflow();

    public bool Equals(StatisticsKey other) => Cube == other.Cube && A == other.A && B == other.B && C == other.C;

    public override int GetHashCode() => HashCode.Combine((int)Cube, A.GetHashCode(StringComparison.Ordinal), B.GetHashCode(StringComparison.Ordinal), C.Length == 0 ? 0 : C.GetHashCode(StringComparison.Ordinal));
}
