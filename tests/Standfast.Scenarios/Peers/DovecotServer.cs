using System.Diagnostics;
using System.Net.Sockets;

namespace Standfast.Scenarios.Peers;

/// <summary>A real Dovecot (from Debian) that takes mail by LMTP on a free loopback port into Maildirs; its one user is you@local.test.</summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-dovecot-").FullName;
    private Process? _process;

    public int Port { get; } = FreePorts.Next();

    public async Task StartAsync()
    {
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(Path.Combine(_folder, "mail"));
        await Tool.RunAsync("chown", "nobody:nogroup", Path.Combine(_folder, "mail"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "users"), "you@local.test::65534:65534::/nonexistent::\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "dovecot.conf"), $$"""
            base_dir = {{_folder}}/run
            state_dir = {{_folder}}/state
            log_path = {{_folder}}/log
            protocols = lmtp
            ssl = no
            first_valid_uid = 1
            mail_location = maildir:{{_folder}}/mail/%u
            passdb {
              driver = passwd-file
              args = {{_folder}}/users
            }
            userdb {
              driver = passwd-file
              args = {{_folder}}/users
            }
            service lmtp {
              inet_listener lmtp {
                address = 127.0.0.1
                port = {{Port}}
              }
            }

            """);
        _process = Tool.StartDaemon("dovecot", "-F", "-c", Path.Combine(_folder, "dovecot.conf"));
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

        throw new TimeoutException("Dovecot does not listen");
    }

    public async Task<string[]> WaitForMailAsync(string user, int count)
    {
        var folder = Path.Combine(_folder, "mail", user, "new");
        for (var round = 0; round < 200; round++)
        {
            if (Directory.Exists(folder) && Directory.GetFiles(folder) is { } files && files.Length >= count) return files;
            await Task.Delay(100);
        }

        throw new TimeoutException(await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await Tool.TerminateAsync(_process);
        Directory.Delete(_folder, recursive: true);
    }
}
