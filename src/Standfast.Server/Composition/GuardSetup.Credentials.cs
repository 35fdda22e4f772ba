using Standfast.Accounts.Audit;
using Standfast.Policy.Credentials;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>Who may send, and who changed what.</content>
internal sealed partial class GuardSetup
{
    /// <summary>For every part that acts by itself. Opened before them.</summary>
    private IAuditLog? _audit;

    /// <summary>For every part that stops a sender by itself. Opened before them.</summary>
    private SendingPauses? _pauses;

    partial void AddCredentials(GuardParts parts)
    {
        var audit = SqliteAuditLog.Open(_settings.Data, _time);
        var store = SqlitePauseStore.Open(Path.Combine(_settings.Data, "pauses.db"));
        var pauses = new SendingPauses(store, _time);
        (_audit, _pauses) = (audit, pauses);
        parts.Owned.AddRange([audit, store, pauses]);
        var (paused, scope) = (new PauseCheck(pauses), new CredentialCheck(_accounts, _time));
        parts.Senders.AddRange([paused, scope]);
        parts.Messages.AddRange([paused, scope]);
        parts.Services.Add(services => services.AddSingleton<IAuditLog>(audit).AddSingleton(pauses)
            .AddHostedService(provider => new PauseKeeper(pauses, _time, provider.GetRequiredService<ILoggerFactory>().CreateLogger("server"))));
        parts.WithQueue.Add(queue => pauses.Attach(new QueuedMail(queue, _events)));
        parts.BeforeStart.Add(pauses.SettleAsync);
    }
}
