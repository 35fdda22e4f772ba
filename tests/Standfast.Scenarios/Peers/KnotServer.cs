using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Standfast.Scenarios.Peers;

/// <summary>A real authoritative DNS server (Knot, from Debian) on a free loopback port, with the zone "test", and others where they are given.</summary>
internal sealed class KnotServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-knot-").FullName;
    private Process? _process;
    private int _serial;

    public int Port { get; } = FreePorts.Next();

    /// <summary>How long what is there, and what is not, may be remembered.</summary>
    public int TtlSeconds { get; init; } = 60;

    /// <summary>The zone is another from now on: SIGHUP has knotd read it again, as its manual says.</summary>
    public async Task ChangeAsync(string records, string zone = "test")
    {
        await WriteAsync(zone, records);
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -HUP {_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <param name="records">Lines of a zone file below "test.".</param>
    /// <param name="others">Further zones, by their names.</param>
    public async Task StartAsync(string records, params (string Zone, string Records)[] others)
    {
        await WriteAsync("test", records);
        foreach (var (zone, lines) in others) await WriteAsync(zone, lines);
        await File.WriteAllTextAsync(Path.Combine(_folder, "knot.conf"), $"""
            server:
                rundir: {_folder}
                listen: 127.0.0.1@{Port}
            database:
                storage: {_folder}/db
            zone:
            {string.Join('\n', others.Select(other => other.Zone).Prepend("test").Select(zone => $"  - domain: {zone}\n    storage: {_folder}\n    file: {zone}.zone"))}
            """);
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/knotd", ["-c", Path.Combine(_folder, "knot.conf")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var round = 0; round < 200; round++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException("knotd does not answer");
    }

    private Task WriteAsync(string zone, string records) => File.WriteAllTextAsync(
        Path.Combine(_folder, $"{zone}.zone"), string.Create(CultureInfo.InvariantCulture, $"$ORIGIN {zone}.\n$TTL {TtlSeconds}\n@ SOA ns hostmaster {++_serial} 3600 600 86400 {TtlSeconds}\n@ NS ns\nns A 127.0.0.1\n{records}\n"));

    /// <summary>The same server, with other records.</summary>
    public async Task ReplaceAsync(string records)
    {
        await StopAsync();
        await StartAsync(records);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }
}
