using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy;
using Standfast.Policy.Checks;
using Standfast.Policy.Credentials;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Policy.Credentials;

public sealed class CredentialCheckTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress s_office = IPAddress.Parse("192.0.2.7");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(s_now);
    private readonly SqliteAccountStore _accounts;
    private readonly CredentialCheck _check;

    public CredentialCheckTests()
    {
        _accounts = SqliteAccountStore.Open(_folder.File("accounts.db"), _time);
        _check = new CredentialCheck(_accounts, _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _accounts.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task UnlimitedCredential_AndTrustedNetwork_PassEverything()
    {
        var credential = await AddAsync(CredentialScope.Unlimited);
        Assert.Null(_check.Check(Context(credential)));
        Assert.Null(await _check.CheckAsync(Message(Context(credential), "me@any.example"), Stop));
        Assert.Null(_check.Check(Context(null)));
        Assert.Null(await _check.CheckAsync(Message(Context(null), "me@any.example"), Stop));
    }

    [Fact]
    public async Task Credential_IsRefused_FromItsEndOn_AlsoInAnOpenSession()
    {
        var credential = await AddAsync(new CredentialScope { ExpiresAt = s_now.AddHours(1) });
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Null(_check.Check(Context(credential)));
        var message = Message(Context(credential), "me@shop.example");
        Assert.Null(await _check.CheckAsync(message, Stop));
        _time.Advance(TimeSpan.FromTicks(1));
        var finding = _check.Check(Context(credential))!;
        Assert.Equal(("SF-1101", GuardAction.Refuse), (finding.Id, finding.Action));
        Assert.Equal($"SF-1101 Credential {credential.UserName}: expired at 2026-01-01 01:00Z; make a new one with \"standfast credential add\" and put it into the application", finding.ToString());
        Assert.Equal("SF-1101", (await _check.CheckAsync(message, Stop))!.Id);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.0/24 2001:db8::/32", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24 2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.9", true)]
    [InlineData("192.0.2.0/24", "192.0.3.1", false)]
    [InlineData("192.0.2.0/24", "2001:db8::1", false)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7", null, false)]
    public async Task Networks_Decide_FromWhereACredentialIsUsed(string networks, string? client, bool isAllowed)
    {
        var credential = await AddAsync(new CredentialScope { Networks = [.. networks.Split(' ').Select(text => text.Contains('/') ? IPNetwork.Parse(text) : new IPNetwork(IPAddress.Parse(text), 32))] });
        var finding = _check.Check(Context(credential) with { Client = client is null ? null : IPAddress.Parse(client) });
        Assert.Equal(isAllowed ? null : "SF-1102", finding?.Id);
        // Not to the one who may hold a stolen credential.
        if (finding is not null) Assert.DoesNotContain(networks, finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@shop.example", "a@shop.example", null, null)]
    [InlineData("a@shop.example", "a@news.example", null, "SF-1103")]
    [InlineData("a@news.example", "a@shop.example", "SF-1103", null)]
    [InlineData("a@mail.shop.example", "a@mail.shop.example", "SF-1103", "SF-1103")]
    [InlineData("", "a@shop.example", null, null)]
    [InlineData("", "a@news.example", null, "SF-1103")]
    public async Task FromDomains_BindEnvelopeAndHeader(string sender, string from, string? atMail, string? atTheDot)
    {
        var credential = await AddAsync(new CredentialScope { FromDomains = [DomainName.Parse("shop.example")] });
        var context = Context(credential) with { Sender = sender.Length == 0 ? ReversePath.Null : new ReversePath(EmailAddress.Parse(sender)) };
        Assert.Equal(atMail, _check.Check(context)?.Id);
        Assert.Equal(atTheDot, (await _check.CheckAsync(Message(context, from), Stop))?.Id);
    }

    [Fact]
    public async Task Revocation_EndsAnOpenSession()
    {
        var credential = await AddAsync(CredentialScope.Unlimited);
        await _accounts.RevokeCredentialAsync(credential.UserName, Stop);
        Assert.Equal("SF-1104", _check.Check(Context(credential))!.Id);
        Assert.Equal("SF-1104", (await _check.CheckAsync(Message(Context(credential), "me@shop.example"), Stop))!.Id);
    }

    [Fact]
    public async Task ApiKey_OpensNoSmtpSession() =>
        Assert.Equal("SF-1105", _check.Check(Context(await AddAsync(CredentialScope.Unlimited, CredentialKind.ApiKey)))!.Id);

    [Fact]
    public async Task Scope_Binds_AlsoWhereTheGuardOnlyWatches()
    {
        var credential = await AddAsync(new CredentialScope { ExpiresAt = s_now });
        var guard = new Guard { Senders = [_check], Messages = [_check], IsWatching = true };
        Assert.Equal("SF-1101", guard.CheckSender(Context(credential))!.Id);
        Assert.Equal("SF-1101", (await guard.CheckMessageAsync(Message(Context(credential), "me@shop.example"), Stop))!.Id);
    }

    private static SubmissionContext Context(Credential? credential) => new(AccountId.Parse("shop"), credential, s_office, ReversePath.Null, s_now);

    private static SubmittedMessage Message(SubmissionContext context, string from)
    {
        var section = Encoding.ASCII.GetBytes($"From: {from}\r\n");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        var address = EmailAddress.Parse(from);
        return new SubmittedMessage(context, default, StreamName.Transactional, null, address, [address], headers, section);
    }

    private async Task<Credential> AddAsync(CredentialScope scope, CredentialKind kind = CredentialKind.Smtp)
    {
        var account = AccountId.Parse("shop");
        if (_accounts.Accounts.Count == 0) await _accounts.AddAccountAsync(account, Stop);
        return (await _accounts.AddCredentialAsync(new NewCredential(account, null) { Scope = scope, Kind = kind }, Stop)).Credential;
    }
}
