namespace Standfast.Accounts.Logins;

/// <summary>Token buckets by key, in bounded memory. Not synchronised: its owner's lock is held.</summary>
internal sealed class FailureBudgets(LoginBudget budget, int maxTracked)
{
    /// <summary>Of a sum of fractions.</summary>
    private const double Rounding = 1e-6;

    private readonly Dictionary<string, (double Left, DateTimeOffset At)> _buckets = new(StringComparer.Ordinal);

    /// <summary>Failures that are left, as a fraction of one comes back with time.</summary>
    public double Left(string key, DateTimeOffset now)
    {
        if (!_buckets.TryGetValue(key, out var bucket)) return budget.AtOnce;
        // A clock that was set back gives nothing and takes nothing.
        var hours = Math.Max(0, (now - bucket.At).TotalHours);
        return Math.Min(budget.AtOnce, bucket.Left + (hours * budget.PerHour));
    }

    /// <summary>In whole seconds, so that nobody comes a moment too early.</summary>
    public TimeSpan UntilOne(string key, DateTimeOffset now)
    {
        var missing = 1 - Rounding - Left(key, now);
        return missing <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Ceiling(missing * 3_600 / budget.PerHour));
    }

    /// <returns>How many had been taken and are not back.</returns>
    public int Take(string key, DateTimeOffset now)
    {
        var left = Left(key, now);
        if (_buckets.Count >= maxTracked && !_buckets.ContainsKey(key)) Forget(now);
        _buckets[key] = (left - 1, now);
        return (int)(budget.AtOnce - left);
    }

    public void GiveBack(string key, DateTimeOffset now) => _buckets[key] = (Math.Min(budget.AtOnce, Left(key, now) + 1), now);

    /// <summary>Makes room by the tenth whose owners have failed least.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _buckets.Keys.OrderByDescending(key => Left(key, now)).Take(Math.Max(1, maxTracked / 10)).ToList()) _buckets.Remove(key);
    }

    public readonly record struct Taken(FailureBudgets Budgets, string Key);
}
