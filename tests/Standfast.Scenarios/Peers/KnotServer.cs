using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Standfast.Scenarios.Peers;

/// <summary>A real authoritative DNS server (Knot, from Debian) on a free loopback port, with one zone: test.</summary>
internal sealed class KnotServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-knot-").FullName;
    private Process? _process;
    private int _serial;

    public int Port { get; } = FreePorts.Next();

    /// <summary>The zone is another from now on: SIGHUP has knotd read it again, as its manual says.</summary>
    public async Task ChangeAsync(string records)
    {
        await WriteAsync(records);
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -HUP {_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <param name="records">Lines of a zone file below "test.".</param>
    public async Task StartAsync(string records)
    {
        await WriteAsync(records);
        await File.WriteAllTextAsync(Path.Combine(_folder, "knot.conf"), $"""
            server:
                rundir: {_folder}
                listen: 127.0.0.1@{Port}
            database:
                storage: {_folder}/db
            zone:
              - domain: test
                storage: {_folder}
                file: test.zone
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

    private Task WriteAsync(string records) => File.WriteAllTextAsync(
        Path.Combine(_folder, "test.zone"), string.Create(CultureInfo.InvariantCulture, $"$ORIGIN test.\n$TTL 60\n@ SOA ns hostmaster {++_serial} 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n{records}\n"));

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
