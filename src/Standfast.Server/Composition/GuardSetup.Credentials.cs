using Standfast.Accounts.Audit;
using Standfast.Accounts.Logins;
using Standfast.Accounts.Passwords;
using Standfast.Accounts.Users;
using Standfast.Policy.Credentials;
using Standfast.Storage.Passwords;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>Who may send, and who changed what.</content>
internal sealed partial class GuardSetup
{
    /// <summary>For every part that acts by itself. Opened before them.</summary>
    private IAuditLog? _audit;

    /// <summary>For every part that stops a sender by itself. Opened before them.</summary>
    private SendingPauses? _pauses;

    public IAuditLog? Audit => _audit;

    /// <summary>Bounds the guessing of passwords, of SMTP users and of the console's.</summary>
    public LoginThrottle? Logins { get; private set; }

    partial void AddCredentials(GuardParts parts)
    {
        AddUsers(parts);
        var audit = SqliteAuditLog.Open(_settings.Data, _time);
        var store = SqlitePauseStore.Open(Path.Combine(_settings.Data, "pauses.db"));
        var pauses = new SendingPauses(store, _time);
        (_audit, _pauses) = (audit, pauses);
        parts.Owned.AddRange([audit, store, pauses]);
        var (paused, scope) = (new PauseCheck(pauses), new CredentialCheck(_accounts, _time));
        parts.Senders.AddRange([paused, scope]);
        parts.Messages.AddRange([paused, scope]);
        if (_settings["accounts.proven_domains_only"] == "true")
        {
            var proof = new DomainProofCheck(_accounts);
            parts.Senders.Add(proof);
            parts.Messages.Add(proof);
        }

        parts.Services.Add(services => services.AddSingleton<IAuditLog>(audit).AddSingleton(pauses)
            .AddHostedService(provider => new PauseKeeper(pauses, _time, provider.GetRequiredService<ILoggerFactory>().CreateLogger("server"))));
        parts.WithQueue.Add(queue => pauses.Attach(new QueuedMail(queue, _events)));
        parts.BeforeStart.Add(pauses.SettleAsync);
    }

    private void AddUsers(GuardParts parts)
    {
        var memory = SqliteLoginMemory.Open(Path.Combine(_settings.Data, "logins.db"));
        var users = SqliteUserStore.Open(Path.Combine(_settings.Data, "users.db"), _time);
        Logins = new LoginThrottle(new LoginThrottleOptions(), memory, _time);
        var logins = new UserLogins(users, Logins, _time);
        parts.Owned.AddRange([memory, users, logins]);
        var list = _settings["accounts.breached_passwords"];
        if (list.Length > 0 && !Path.Exists(list)) parts.Mistakes.Add($"accounts.breached_passwords = \"{list}\" does not exist");
        parts.Services.Add(services => services.AddSingleton<IUserStore>(users).AddSingleton(logins).AddSingleton(new UserSessions(users, _time)).AddSingleton(new PasswordRules(list.Length > 0 ? new BreachedPasswordFiles(list) : null)));
    }
}
