namespace Standfast.Server.Machine;

/// <param name="Options">Of the mount and of the file system.</param>
internal sealed record Mount(string Point, string Type, IReadOnlyList<string> Options);

/// <summary>What is mounted (/proc/self/mountinfo, proc(5)).</summary>
internal static class MountTable
{
    /// <summary>The mount that holds the path; null where the table cannot be read.</summary>
    public static Mount? Find(string path) => Read(SystemFiles.ReadText("/proc/self/mountinfo") ?? "").Where(mount => mount.Point == "/" || path == mount.Point || path.StartsWith(mount.Point + "/", StringComparison.Ordinal)).MaxBy(mount => mount.Point.Length);

    public static IEnumerable<Mount> Read(string table)
    {
        foreach (var line in table.Split('\n'))
        {
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2 || halves[0].Split(' ') is not [_, _, _, _, var point, var options, ..] || halves[1].Split(' ') is not [var type, _, var super, ..]) continue;
            yield return new Mount(point.Replace("\\040", " ", StringComparison.Ordinal), type, [.. options.Split(','), .. super.Split(',')]);
        }
    }
}
