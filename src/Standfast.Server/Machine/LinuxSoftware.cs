using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Server.Machine;

/// <summary>What is installed, as dpkg and apt know it. Nothing is fetched.</summary>
internal static partial class LinuxSoftware
{
    private static readonly TimeSpan s_aptWithin = TimeSpan.FromSeconds(10);

    public static (string Id, string Version)? System() => SystemFiles.ReadVariables("/etc/os-release") is var values && values.TryGetValue("ID", out var id) && values.TryGetValue("VERSION_ID", out var version) ? (id, version) : null;

    /// <summary>Null where there is no dpkg.</summary>
    public static IReadOnlyDictionary<string, string>? Packages() => SystemFiles.ReadText("/var/lib/dpkg/status") is { } status ? ReadStatus(status) : null;

    public static Dictionary<string, string> ReadStatus(string status)
    {
        var packages = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in status.Split("\n\n"))
        {
            string? name = null, version = null;
            var isInstalled = false;
            foreach (var line in entry.Split('\n'))
            {
                if (line.StartsWith("Package: ", StringComparison.Ordinal)) name = line[9..].Trim();
                else if (line.StartsWith("Version: ", StringComparison.Ordinal)) version = line[9..].Trim();
                else if (line.StartsWith("Status: ", StringComparison.Ordinal)) isInstalled = line.EndsWith(" installed", StringComparison.Ordinal);
            }

            if (isInstalled && name is not null && version is not null) packages[name] = version;
        }

        return packages;
    }

    /// <summary>What apt would upgrade from a security archive, by the lists that it has. Null where there are none.</summary>
    public static async Task<IReadOnlyList<PendingUpgrade>?> PendingAsync(CancellationToken cancellationToken)
    {
        const string Lists = "/var/lib/apt/lists";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_aptWithin);
        try
        {
            if (!File.Exists("/usr/bin/apt-get") || !Directory.Exists(Lists) || !Directory.EnumerateFiles(Lists, "*_Packages*").Any()) return null;
            // -s only tells what would be done; it takes no lock and asks no network.
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/apt-get", ["-s", "-q", "-o", "Debug::NoLocking=true", "upgrade"]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["LC_ALL"] = "C" } });
            if (process is null) return null;
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(limit.Token);
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                await errors;
                return process.ExitCode == 0 ? ReadUpgrades(await output) : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                return null;
            }
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static IReadOnlyList<PendingUpgrade> ReadUpgrades(string output) =>
        [.. Upgrade().Matches(output).Where(match => match.Groups[4].Value.Contains("security", StringComparison.OrdinalIgnoreCase)).Select(match => new PendingUpgrade(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value))];

    [GeneratedRegex(@"^Inst (\S+) \[([^\]\s]+)\] \((\S+) ([^)]*)\)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Upgrade();
}
