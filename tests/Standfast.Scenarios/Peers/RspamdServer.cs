using System.Diagnostics;
using System.Net.Sockets;

namespace Standfast.Scenarios.Peers;

/// <summary>A real rspamd (from Debian) on a free loopback port, with its built-in test pattern and no rules, maps or network.</summary>
internal sealed class RspamdServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-rspamd-").FullName;
    private Process? _process;

    /// <summary>The pattern that rspamd rejects (https://spamassassin.apache.org/gtube/), put together at run time.</summary>
    public static string TestPattern => "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL" + "*C.34X";

    public int Port { get; } = FreePorts.Next();

    public async Task StartAsync()
    {
        var configuration = Path.Combine(_folder, "rspamd.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            options { pidfile = "{{_folder}}/pid"; filters = ""; tempdir = "{{_folder}}"; dns { nameserver = ["127.0.0.1:1:1"]; timeout = 0.1s; retransmits = 1; } }
            logging { type = "console"; level = "error"; }
            actions { reject = 15; add_header = 6; greylist = 4; }
            worker "normal" { bind_socket = "127.0.0.1:{{Port}}"; count = 1; }
            """);
        // It runs as whoever started it.
        _process = Tool.StartDaemon("rspamd", "-f", "-i", "-c", configuration);
        for (var round = 0; ; round++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port);
                return;
            }
            catch (SocketException) when (round < 1_800)
            {
                // It compiles its expressions first.
                await Task.Delay(50);
            }
        }
    }

    public async Task StopAsync()
    {
        if (_process is null) return;
        await Tool.TerminateAsync(_process);
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
