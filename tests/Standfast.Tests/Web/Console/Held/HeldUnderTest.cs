using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts;
using Standfast.Accounts.Pauses;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Policy.Compromise;
using Standfast.Policy.Credentials;
using Standfast.Queue;
using Standfast.Reputation.States;
using Standfast.Server.Composition;
using Standfast.Simulation.Engine;
using Standfast.Tests.Policy.Compromise;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Web.Console.Held;

/// <summary>A queue with held mail, its pauses and the watch over its senders, as the console's rooms take them.</summary>
internal sealed class HeldUnderTest : IDisposable
{
    public static readonly AccountId Account = AccountId.Parse("shop");

    public HeldUnderTest()
    {
        Pauses = new SendingPauses(new NoStore(), Queue.Time);
        Pauses.Attach(new QueuedMail(Queue.Queue, Queue.Events));
        Watch = new SenderWatch(new FakeHabitStore(), new NoAlerts(), Queue.Time, onlyReports: false) { Containment = new QueueContainment(Queue.Queue) };
    }

    public QueueUnderTest Queue { get; } = new();

    public SendingPauses Pauses { get; }

    public SenderWatch Watch { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void AddTo(IServiceCollection services) => services.AddSingleton<IQueueControl>(Queue.Queue).AddSingleton<IEventLog>(Queue.Events).AddSingleton<ISpool>(Queue.Spool).AddSingleton(Pauses).AddSingleton(Watch).AddSingleton<SendingStates>(static _ => null!)
        .AddSingleton<IAccountStore>(new FixedAccounts([new SenderDomain(EmailAddress.Parse("x@shop.example").Domain, Account, default)]));

    /// <summary>A message of a credential that is held by hand.</summary>
    public async Task<SpoolId> HoldAsync(string credential, string reason, params string[] recipients)
    {
        var id = await AcceptAsync(credential, recipients);
        await Queue.Queue.HoldAsync(new QueueFilter(id), reason, Stop);
        return id;
    }

    public Task<SpoolId> AcceptAsync(string credential, params string[] recipients) => Queue.AcceptAsync(Account.Value, envelope => envelope with { Credential = credential }, recipients);

    /// <summary>The guard holds the credential, and what waits of it.</summary>
    public async Task HoldSenderAsync(string credential, string reason)
    {
        Watch.HoldNow(new HoldScope(Account, credential, null, null), new Deviation("SF-7001", GuardAction.Hold, reason), default);
        await Queue.Queue.HoldAsync(new QueueFilter { Credential = credential }, $"SF-7001 credential {credential} {reason}", Stop);
    }

    public async Task<RecipientStatus?> StatusAsync(SpoolId id) => (await Queue.Queue.FindAsync(id, Stop))?.States[0].Status;

    public void Dispose()
    {
        Pauses.Dispose();
        Queue.Dispose();
    }

    private sealed class NoStore : IPauseStore
    {
        public IReadOnlyList<Pause> Load() => [];

        public void Save(Pause pause) { }

        public void Remove(PauseTarget target) { }
    }

    private sealed class NoAlerts : IAlertChannel
    {
        public void Raise(SenderAlert alert) { }
    }
}
