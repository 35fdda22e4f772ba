namespace Standfast.Server.Machine;

/// <summary>What the control groups of a process allow it (cgroups(7)).</summary>
internal static class ControlGroup
{
    /// <summary>The smallest limit of the group and of those above it; null where there is none.</summary>
    /// <param name="membership">Text of /proc/self/cgroup: lines of ID:CONTROLLERS:PATH, without controllers in version 2.</param>
    /// <param name="root">Where the groups are mounted.</param>
    public static long? MemoryLimit(string membership, string root)
    {
        long? least = null;
        foreach (var line in membership.Split('\n'))
        {
            if (line.Split(':', 3) is not [_, var controllers, var path]) continue;
            var (mount, file) = controllers.Length == 0 ? (root, "memory.max") : (Path.Combine(root, "memory"), "memory.limit_in_bytes");
            if (controllers.Length > 0 && !controllers.Split(',').Contains("memory")) continue;
            // In a container the path may be that of the host, of which only the root is to be seen here.
            for (var group = path.Trim('/'); ; group = group[..Math.Max(0, group.LastIndexOf('/'))])
            {
                if (SystemFiles.ReadNumber(Path.Combine(mount, group, file)) is { } limit && (least is null || limit < least)) least = limit;
                if (group.Length == 0) break;
            }
        }

        return least;
    }
}
