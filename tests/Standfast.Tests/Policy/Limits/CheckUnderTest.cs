using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Limits;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Queue;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Policy.Limits;

/// <summary>The check with real stores, an account shop with the domain shop.example, and time moved by hand.</summary>
internal sealed class CheckUnderTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLimitLedger _ledger;
    private readonly SqliteAccountStore _accounts;
    private readonly SqliteLimitSettings _settings;
    private LimitBook _book;
    private int _number;

    public CheckUnderTest(string scope = "account", string defaults = "", bool hasRamps = false)
    {
        Clock = new JumpingClock(Time);
        _ledger = new FakeLimitLedger(Clock);
        _accounts = SqliteAccountStore.Open(_folder.File("a.db"), Clock);
        _settings = SqliteLimitSettings.Open(_folder.File("s.db"));
        (Scope, Defaults, HasRamps) = (scope, defaults, hasRamps);
        _book = new LimitBook(_ledger, null, Clock, NullLogger.Instance);
        Check = Make();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public JumpingClock Clock { get; }

    public LimitCheck Check { get; private set; }

    public ILimitSettings Settings => _settings;

    public IAccountStore Accounts => _accounts;

    /// <summary>Recipients an hour of every credential itself.</summary>
    public long? Rate { get; set; }

    private string Scope { get; }

    private string Defaults { get; }

    private bool HasRamps { get; }

    public void Set(string limited, string rules)
    {
        Assert.True(LimitObject.TryParse(limited, out var subject));
        Assert.True(LimitRule.TryParseList(rules, out var parsed));
        _settings.Set(subject, parsed);
    }

    public void Ramp(string limited, string? plan)
    {
        Assert.True(LimitObject.TryParse(limited, out var subject));
        _settings.SetRamp(subject, plan);
    }

    public void Restart()
    {
        _book.Dispose();
        _book = new LimitBook(_ledger, null, Clock, NullLogger.Instance);
        Check = Make();
    }

    /// <summary>A message to so many recipients at a domain; the reply where it is not taken.</summary>
    public async Task<string?> SendAsync(int recipients = 1, string at = "example.net", string account = "shop", bool hasCredential = true, int octets = 100)
    {
        var addresses = Enumerable.Range(0, recipients).Select(number => EmailAddress.Parse($"r{number}@{at}")).ToList();
        return await SendAsync(addresses, account, hasCredential, octets);
    }

    public async Task<string?> SendAsync(IReadOnlyList<EmailAddress> recipients, string account = "shop", bool hasCredential = true, int octets = 100)
    {
        var section = Encoding.ASCII.GetBytes($"From: me@{account}.example\r\n");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        var id = new byte[16];
        BitConverter.TryWriteBytes(id, ++_number);
        var message = new SubmittedMessage(Context(account, hasCredential), SpoolId.ReadFrom(id), StreamName.Bulk, null, EmailAddress.Parse($"me@{account}.example"), recipients, headers, new byte[octets]);
        return (await Check.CheckAsync(message, TestContext.Current.CancellationToken))?.ToReply(null).ToString();
    }

    /// <summary>The reply to RCPT where it is not 250.</summary>
    public string? Ask(string recipient) => Check.Check(Context("shop", hasCredential: true), EmailAddress.Parse(recipient))?.ToReply(null).ToString();

    public void Dispose()
    {
        _book.Dispose();
        _accounts.Dispose();
        _settings.Dispose();
        _folder.Dispose();
    }

    private SubmissionContext Context(string account, bool hasCredential)
    {
        var id = AccountId.Parse(account);
        var credential = hasCredential ? new Credential($"{account}-x", id, null, Time.GetUtcNow(), null) : null;
        return new SubmissionContext(id, credential, null, ReversePath.Null, Clock.GetUtcNow());
    }

    private LimitCheck Make()
    {
        var providers = new ProviderDomains(new Dictionary<string, string> { ["gmail.com"] = "gmail", ["googlemail.com"] = "gmail" });
        Assert.True(LimitRule.TryParseList(Defaults, out var defaults));
        var scope = Enum.GetValues<LimitScope>().Single(one => LimitText.Name(one) == Scope);
        var plans = new RampPlans(new Dictionary<string, ImmutableArray<long>> { [RampPlans.Account] = [10, 20, 40], [RampPlans.Domain] = [5, 50], ["slow"] = [1, 1, 1] });
        var policy = new LimitPolicy(new Dictionary<LimitScope, ImmutableArray<LimitRule>> { [scope] = defaults }, _settings, providers.Names);
        return new LimitCheck(_book, policy, new LimitRamps(plans, _settings, _accounts, _book, Clock, HasRamps), providers, (_, _) => "default", _ => Rate, Clock);
    }
}
