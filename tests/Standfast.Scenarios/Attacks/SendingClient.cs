using System.Net;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Standfast.Scenarios.Attacks;

/// <summary>Whoever knows a credential's secret, at some address of this machine, over STARTTLS.</summary>
internal sealed class SendingClient : IDisposable
{
    private readonly SmtpClient _client;

    private SendingClient(SmtpClient client) => _client = client;

    public static async Task<SendingClient> ConnectAsync(ServerProcess server, string address, (string User, string Secret) credential, CancellationToken stop)
    {
        var client = new SmtpClient { CheckCertificateRevocation = false, ServerCertificateValidationCallback = (_, _, _, _) => true, LocalEndPoint = new IPEndPoint(IPAddress.Parse(address), 0) };
        await client.ConnectAsync("127.0.0.1", server.Submission, SecureSocketOptions.StartTls, stop);
        await client.AuthenticateAsync(credential.User, credential.Secret, stop);
        return new SendingClient(client);
    }

    /// <summary>A credential of the account "default".</summary>
    public static async Task<(string User, string Secret)> AddCredentialAsync(ServerProcess server)
    {
        var added = await server.RunAsync("credential", "add", "--account", "default");
        return (added.GetProperty("user_name").GetString()!, added.GetProperty("secret").GetString()!);
    }

    /// <returns>The server's last reply, with its code in front where it was a refusal.</returns>
    public async Task<string> SendAsync(string recipient, (string Subject, string Text) mail, CancellationToken stop, string fields = "", string from = "shop@mail.example.org")
    {
        var text = $"From: {from}\r\nTo: {recipient}\r\nSubject: {mail.Subject}\r\n{fields}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{mail.Text}\r\n";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var message = await MimeMessage.LoadAsync(stream, stop);
        try
        {
            return await _client.SendAsync(message, MailboxAddress.Parse(from), [MailboxAddress.Parse(recipient)], stop);
        }
        catch (SmtpCommandException refusal)
        {
            return $"{(int)refusal.StatusCode} {refusal.Message}";
        }
    }

    public void Dispose() => _client.Dispose();
}
