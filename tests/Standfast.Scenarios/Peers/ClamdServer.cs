using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Scenarios.Peers;

/// <summary>A real clamd (from Debian) on a socket in a folder of its own, with one signature and no others.</summary>
internal sealed class ClamdServer : IAsyncDisposable
{
    /// <summary>What the signature knows; harmless.</summary>
    public const string Marker = "standfast-marker-of-bad-mail";

    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-clamd-").FullName;
    private Process? _process;

    public string Socket => Path.Combine(_folder, "clamd.sock");

    public async Task StartAsync()
    {
        var database = Directory.CreateDirectory(Path.Combine(_folder, "db")).FullName;
        // Name:TargetType:Offset:HexSignature.
        await File.WriteAllTextAsync(Path.Combine(database, "local.ndb"), $"Standfast.Marker:0:*:{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Marker))}\n");
        var configuration = Path.Combine(_folder, "clamd.conf");
        await File.WriteAllTextAsync(configuration, $"LocalSocket {Socket}\nDatabaseDirectory {database}\nForeground yes\nStreamMaxLength 1M\n");
        File.Delete(Socket);
        _process = Tool.StartDaemon("clamd", "-c", configuration);
        for (var round = 0; ; round++)
        {
            try
            {
                using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await client.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
                return;
            }
            catch (SocketException) when (round < 600)
            {
                await Task.Delay(50);
            }
        }
    }

    public async Task StopAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>It hangs: connections are made, and nothing is answered.</summary>
    public Task FreezeAsync() => Tool.RunAsync("kill", "-STOP", $"{_process!.Id}");

    public Task ThawAsync() => Tool.RunAsync("kill", "-CONT", $"{_process!.Id}");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
