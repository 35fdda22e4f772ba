using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Standfast.Scenarios.Peers;

/// <summary>A real Postfix (from Debian) on a free loopback port: takes mail for one domain into Maildirs, relays the rest to one host.</summary>
internal sealed class PostfixServer : IAsyncDisposable
{
    private const int Nobody = 65534;
    private readonly string _folder = Directory.CreateTempSubdirectory("standfast-postfix-").FullName;
    private Process? _process;

    public int Port { get; } = FreePorts.Next();

    /// <param name="domain">Its users' mail is kept in Maildirs.</param>
    /// <param name="relayPort">Loopback port that everything else goes to.</param>
    public async Task StartAsync(string domain, int relayPort)
    {
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder, Open);
        foreach (var part in (string[])["conf", "queue", "data", "mail"]) Directory.CreateDirectory(Path.Combine(_folder, part), Open);
        await Tool.RunAsync("chown", "postfix", Path.Combine(_folder, "data"));
        await Tool.RunAsync("chown", $"{Nobody}", Path.Combine(_folder, "mail"));
        await WriteCertificateAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "clients"), "");
        await File.WriteAllTextAsync(Path.Combine(_folder, "conf", "main.cf"), $"""
            compatibility_level = 3.6
            queue_directory = {_folder}/queue
            data_directory = {_folder}/data
            maillog_file_prefixes = {_folder}
            maillog_file = {_folder}/log
            myhostname = mx.{domain}
            mydestination =
            alias_maps =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            smtpd_client_restrictions = check_client_access cidr:{_folder}/clients
            smtpd_delay_reject = yes
            smtpd_tls_security_level = may
            smtpd_tls_loglevel = 1
            smtpd_tls_cert_file = {_folder}/certificate.pem
            smtpd_tls_key_file = {_folder}/key.pem
            smtp_tls_security_level = may
            smtp_dns_support_level = disabled
            relayhost = [127.0.0.1]:{relayPort}
            virtual_mailbox_domains = {domain}
            virtual_mailbox_base = {_folder}/mail
            virtual_mailbox_maps = static:in/
            virtual_uid_maps = static:{Nobody}
            virtual_gid_maps = static:{Nobody}

            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "conf", "master.cf"), $"""
            {Port} inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            smtp unix - - n - - smtp
            relay unix - - n - - smtp
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual
            proxymap unix - - n - - proxymap
            proxywrite unix - - n - 1 proxymap
            flush unix n - n 1000? 0 flush
            verify unix - - n - 1 verify
            showq unix n - n - - showq
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd

            """);
        await Tool.RunAsync("postfix", "-c", Path.Combine(_folder, "conf"), "check");
        await LaunchAsync();
    }

    /// <summary>From now on every client is answered so at its first recipient; null: none is.</summary>
    public async Task AnswerAllAsync(string? reply)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "clients"), reply is null ? "" : $"127.0.0.0/8 {reply}\n");
        // A session keeps the table that it began with, and its client keeps the session.
        await Tool.TerminateAsync(_process!);
        await LaunchAsync();
    }

    /// <summary>Messages that were taken so far.</summary>
    public int Taken => Directory.Exists(Path.Combine(_folder, "mail", "in", "new")) ? Directory.GetFiles(Path.Combine(_folder, "mail", "in", "new")).Length : 0;

    /// <summary>Waits for that many messages; returns the files.</summary>
    public async Task<string[]> WaitForMailAsync(int count)
    {
        var folder = Path.Combine(_folder, "mail", "in", "new");
        for (var round = 0; round < 300; round++)
        {
            if (Directory.Exists(folder) && Directory.GetFiles(folder) is { } files && files.Length >= count) return files;
            await Task.Delay(100);
        }

        throw new TimeoutException(await LogAsync());
    }

    public Task<string> LogAsync() => File.ReadAllTextAsync(Path.Combine(_folder, "log"));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await Tool.TerminateAsync(_process);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task LaunchAsync()
    {
        _process = Tool.StartDaemon("/usr/lib/postfix/sbin/master", "-c", Path.Combine(_folder, "conf"), "-d");
        await WaitForPortAsync();
    }

    private async Task WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=mx", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(_folder, "certificate.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task WaitForPortAsync()
    {
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

        throw new TimeoutException("Postfix does not listen");
    }
}
