using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Policy.Credentials;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Policy.Credentials;

public sealed class DomainProofCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteAccountStore _accounts;

    public DomainProofCheckTests() => _accounts = SqliteAccountStore.Open(_folder.File("accounts.db"), new FakeTimeProvider());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _accounts.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Domain_Sends_OnceItIsProven()
    {
        var (shop, domain) = (AccountId.Parse("shop"), DomainName.Parse("shop.example"));
        await _accounts.AddAccountAsync(shop, Stop);
        await _accounts.AddDomainAsync(new SenderDomain(domain, shop, DateTimeOffset.UnixEpoch), Stop);
        var check = new DomainProofCheck(_accounts);
        var context = new SubmissionContext(shop, null, null, new ReversePath(EmailAddress.Parse("me@shop.example")), DateTimeOffset.UnixEpoch);
        Assert.Equal(("SF-1111", GuardAction.Refuse, true), (check.Check(context)!.Id, check.Check(context)!.Action, check.Check(context)!.IsBinding));
        Assert.Null(check.Check(context with { Sender = ReversePath.Null }));
        await _accounts.MarkVerifiedAsync(domain, DateTimeOffset.UnixEpoch, Stop);
        Assert.Null(check.Check(context));
    }
}
