using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Accounts;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Compromise;
using Standfast.Queue;
using Standfast.Server.Composition;
using Standfast.Server.Configuration;
using Standfast.Simulation.Internet.Honest;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Policy.HonestWeek;

/// <summary>The guard with all its parts and stores, as the server puts it together, in virtual time.</summary>
internal sealed class GuardInTime : TimeProvider, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("honest-").FullName;
    private readonly Dictionary<string, Credential> _credentials;
    private readonly GuardSetup _setup;
    private readonly SpoolIdGenerator _ids;
    private readonly Dictionary<string, bool> _isDead = [];
    private readonly Random _random = new(7);
    private DateTimeOffset _now;

    public GuardInTime(IReadOnlyCollection<HonestCredential> senders, DateTimeOffset begin)
    {
        _now = begin;
        // Customers of some years.
        var accounts = new HonestAccounts(senders, begin - TimeSpan.FromDays(700));
        _credentials = accounts.Credentials.ToDictionary(credential => credential.UserName);
        var (settings, mistakes) = Settings.Load(["--data", _folder, "--set", "server.hostname=mail.example.org"], new Dictionary<string, string>());
        Assert.Empty(mistakes);
        _ids = new SpoolIdGenerator(this, _random);
        _setup = GuardSetup.Open(settings, DeliverySettings.Read(settings).Options, accounts, new FakeEventLog(), new NoDns(), this, NullLogger.Instance);
        Assert.Empty(_setup.Mistakes);
        _setup.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        var services = new ServiceCollection();
        _setup.Register(services);
        Watch = (SenderWatch)services.Last(service => service.ServiceType == typeof(SenderWatch)).ImplementationInstance!;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public SenderWatch Watch { get; }

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Only teaches what is normal.</summary>
    public async Task LiveAsync(HonestMail mail)
    {
        _now = mail.At;
        Assert.Null(await Watch.CheckAsync(Write(mail), CancellationToken.None));
    }

    /// <summary>Asks everything, as a session does, and tells what became of the message.</summary>
    /// <returns>What kept it from being sent at once.</returns>
    public async Task<Finding?> SendAsync(HonestMail mail)
    {
        _now = mail.At;
        var message = Write(mail);
        if (_setup.Guard.CheckSender(message.Context) is { } atSender) return atSender;
        foreach (var recipient in message.Recipients)
            if (_setup.Guard.CheckRecipient(message.Context, recipient) is { } atRecipient)
                return atRecipient;
        if (await _setup.Guard.CheckMessageAsync(message, CancellationToken.None) is { } finding) return finding;
        _setup.Guard.FieldsFor(message);
        Tell(mail, message, MailEventKind.Accepted, null, null);
        foreach (var recipient in message.Recipients)
        {
            var isDead = IsDead(recipient.ToString(), mail.DeadShare);
            Tell(mail, message, isDead ? MailEventKind.Bounced : MailEventKind.Delivered, recipient, isDead ? "550 5.1.1 no such user" : "250 2.0.0 ok");
        }

        return null;
    }

    /// <summary>Whether somebody learned of an address, by an outcome, that it does not exist.</summary>
    public bool IsKnownDead(string recipient) => _isDead.GetValueOrDefault(recipient);

    public void Dispose()
    {
        _setup.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool IsDead(string recipient, double share) => _isDead.TryGetValue(recipient, out var isDead) ? isDead : _isDead[recipient] = _random.NextDouble() < share;

    private void Tell(HonestMail mail, SubmittedMessage message, MailEventKind kind, EmailAddress? recipient, string? detail)
    {
        var fact = new MailEvent(message.Id, _now, kind)
        {
            Sender = mail.From,
            Recipient = recipient?.ToString(),
            Account = message.Context.Account,
            Credential = mail.Credential.User,
            Stream = message.Stream,
            Campaign = message.Campaign,
            Detail = detail,
            Attempt = recipient is null ? null : new AttemptDetail(1, "mx.mailbox.example", "192.0.2.1:25", "TLSv1.3", "rcpt"),
        };
        foreach (var observer in _setup.Observers) observer.Observe([fact]);
    }

    private SubmittedMessage Write(HonestMail mail)
    {
        var date = _now.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
        var to = mail.Recipients.Count == 1 ? mail.Recipients[0] : "undisclosed-recipients:;";
        var section = Encoding.UTF8.GetBytes($"From: {mail.From}\r\nTo: {to}\r\nSubject: {mail.Subject}\r\nDate: {date} +0000\r\nMessage-ID: <{_random.NextInt64():x}@{mail.Credential.Domain}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n{mail.Fields}");
        Assert.True(HeaderSection.TryParse(section, out var headers, out var error), error);
        var from = EmailAddress.Parse(mail.From);
        var context = new SubmissionContext(AccountId.Parse(mail.Credential.Account), _credentials[mail.Credential.User], IPAddress.Parse(mail.Client), new ReversePath(from), _now);
        return new SubmittedMessage(
            context, _ids.Next(), StreamName.Parse(mail.Stream), mail.Campaign is null ? null : CampaignName.Parse(mail.Campaign), from, [.. mail.Recipients.Select(EmailAddress.Parse)], headers,
            (byte[])[.. section, .. Encoding.UTF8.GetBytes($"\r\n{mail.Text}\r\n")]);
    }

    /// <summary>Nothing is listed anywhere.</summary>
    private sealed class NoDns : IDnsResolver
    {
        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => Task.FromResult<DnsAnswer<MxRecord>>(new DnsAnswer<MxRecord>.NoSuchName());

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => Task.FromResult<DnsAnswer<IPAddress>>(new DnsAnswer<IPAddress>.NoSuchName());

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => Task.FromResult<DnsAnswer<string>>(new DnsAnswer<string>.NoSuchName());
    }
}
