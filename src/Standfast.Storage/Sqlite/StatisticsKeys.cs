using Microsoft.Data.Sqlite;
using Standfast.Reputation.Statistics;

namespace Standfast.Storage.Sqlite;

/// <summary>The names of <see cref="SqliteStatisticsStore"/> and their numbers, which are never given twice. Used under its lock and within its transactions.</summary>
internal sealed class StatisticsKeys(SqliteConnection connection)
{
    private readonly Dictionary<StatisticsKey, (long Id, long Seen)> _known = [];
    private readonly Dictionary<StatisticsCube, long> _counts = [];

    /// <param name="day">First minute of the day in which the key is seen.</param>
    public long IdOf(StatisticsKey key, long day)
    {
        if (_known.TryGetValue(key, out var known) && known.Seen >= day) return known.Id;
        if (known.Id == 0)
        {
            // Those of some days.
            if (_known.Count >= 2 * CubeShape.MaxKeys) _known.Clear();
            known = Find(key) ?? (Insert(key, day), day);
        }

        if (known.Seen < day)
        {
            Run("UPDATE keys SET seen = $b WHERE id = $a", known.Id, day);
            known.Seen = day;
        }

        _known[key] = known;
        return known.Id;
    }

    /// <summary>What is remembered may not be so any more.</summary>
    public void Forget()
    {
        _known.Clear();
        _counts.Clear();
    }

    public void DropBefore(long minute)
    {
        if (Run("DELETE FROM keys WHERE seen < $a", minute) > 0) Forget();
    }

    private (long Id, long Seen)? Find(StatisticsKey key)
    {
        using var command = SqliteStatisticsStore.Command(connection, "SELECT id, seen FROM keys WHERE cube = $a AND a = $b AND b = $c AND c = $d", (int)key.Cube, key.A, key.B, key.C);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private long Insert(StatisticsKey key, long day)
    {
        if (CountOf(key.Cube) >= CubeShape.MaxKeys)
        {
            Run("DELETE FROM keys WHERE id IN (SELECT id FROM keys WHERE cube = $a ORDER BY seen, id LIMIT $b)", (int)key.Cube, CubeShape.MaxKeys / 10);
            Forget();
        }

        _counts[key.Cube] = CountOf(key.Cube) + 1;
        using var insert = SqliteStatisticsStore.Command(connection, "INSERT INTO keys(cube, a, b, c, seen) VALUES($a, $b, $c, $d, $e) RETURNING id", (int)key.Cube, key.A, key.B, key.C, day);
        return (long)insert.ExecuteScalar()!;
    }

    private long CountOf(StatisticsCube cube)
    {
        if (_counts.TryGetValue(cube, out var known)) return known;
        using var command = SqliteStatisticsStore.Command(connection, "SELECT count(*) FROM keys WHERE cube = $a", (int)cube);
        return _counts[cube] = (long)command.ExecuteScalar()!;
    }

    private int Run(string text, params ReadOnlySpan<object> values)
    {
        using var command = SqliteStatisticsStore.Command(connection, text, values);
        return command.ExecuteNonQuery();
    }
}
