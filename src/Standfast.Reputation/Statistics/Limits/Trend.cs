namespace Standfast.Reputation.Statistics.Limits;

/// <summary>Where a number goes, by the straight line that fits its last values best.</summary>
public static class Trend
{
    /// <summary>Ours: what is further away than that is not foretold.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(7);

    /// <summary>Change from one value to the next by least squares; 0 for fewer than three values.</summary>
    public static double Slope(ReadOnlySpan<double> values)
    {
        if (values.Length < 3) return 0;
        double mean = 0;
        foreach (var value in values) mean += value / values.Length;
        var middle = (values.Length - 1) / 2.0;
        double product = 0, square = 0;
        for (var index = 0; index < values.Length; index++)
        {
            product += (index - middle) * (values[index] - mean);
            square += (index - middle) * (index - middle);
        }

        return product / square;
    }

    /// <summary>When the limit is met at this rate: zero where it is met already, null where it will not be within <see cref="Horizon"/>.</summary>
    /// <param name="slopeAnHour">Change in an hour.</param>
    public static TimeSpan? TimeTo(double value, double limit, double slopeAnHour)
    {
        if (value >= limit) return TimeSpan.Zero;
        if (slopeAnHour <= 0) return null;
        var hours = (limit - value) / slopeAnHour;
        return hours <= Horizon.TotalHours ? TimeSpan.FromHours(hours) : null;
    }
}
