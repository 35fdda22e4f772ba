using System.Collections.Immutable;
using System.Net;
using Standfast.Accounts;
using Standfast.Accounts.Users;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Tests.Recovery.Doctor;

/// <summary>One fault each, of accounts, the server and its software.</summary>
internal static class ServerSeeds
{
    private static readonly DateTimeOffset s_now = DoctorWorld.Now;

    private static readonly CredentialScope s_bounded = new() { RatePerHour = 100 };

    public static IReadOnlyList<Seed> All { get; } =
    [
        new("DR-7001", "limits.credential", world =>
        {
            world.Set("limits.credential", "");
            world.Add(DoctorWorld.NewCredential("free", CredentialScope.Unlimited));
        }),
        new("DR-7002", "standfast credential revoke old", world => world.Add(DoctorWorld.NewCredential("old", s_bounded) with { CreatedAt = s_now.AddDays(-800) })),
        new("DR-7003", "standfast credential add --account default", world => world.Add(DoctorWorld.NewCredential("ending", s_bounded with { ExpiresAt = s_now.AddDays(3) }))),
        new("DR-7004", "standfast credential revoke ended", world => world.Add(DoctorWorld.NewCredential("ended", s_bounded with { ExpiresAt = s_now.AddDays(-3) }))),
        new("DR-7005", "--from-address", world => world.Add(DoctorWorld.NewCredential("wide", s_bounded with { Networks = ImmutableArray.Create(IPNetwork.Parse("0.0.0.0/0")) }))),
        new("DR-7006", "standfast credential ls", world =>
        {
            for (var index = 0; index < 60; index++) world.Add(DoctorWorld.NewCredential($"many-{index}"));
        }),
        new("DR-7007", "accounts.proven_domains_only = true", world => world.Add("customer")),
        new("DR-7008", "submission.trusted_account", world =>
        {
            world.Add("customer");
            world.Set("accounts.proven_domains_only", "true");
            world.Set("submission.trusted_networks", "10.1.2.0/24");
        }),
        new("DR-7009", "standfast user totp eve", world => world.OnAccounts(accounts => accounts with { Users = [.. accounts.Users!, new ConsoleUser("eve", UserRole.Operator, s_now)] })),
        new("DR-7010", "standfast user ls", world => world.OnAccounts(accounts => accounts with { Users = [.. Enumerable.Range(0, 8).Select(index => new ConsoleUser($"owner{index}", UserRole.Owner, s_now) { HasTotp = true })] })),
        new("DR-7011", "accounts.breached_passwords", world => world.Set("accounts.breached_passwords", "")),
        new("DR-7012", "standfast audit verify", world => world.OnAccounts(accounts => accounts with { AuditFaults = ["entry 7 was changed"] })),
        new("DR-7013", "standfast account add printers", world =>
        {
            world.Set("submission.trusted_networks", "10.1.2.0/24");
            world.Set("submission.trusted_account", "printers");
        }),

        new("DR-8001", "systemctl restart standfast", world => world.OnService(service => service with { SpoolFailure = "fdatasync: Input/output error" })),
        new("DR-8002", "Free space", world => world.OnService(service => service with { SpoolShortage = "100 MiB are free" })),
        new("DR-8003", "standfast spool verify", world => world.OnService(service => service with { DamagedRecords = 3 })),
        new("DR-8004", "standfast queue ls", world => world.OnService(service => service with { OldestAcceptedAt = s_now.AddDays(-4) })),
        new("DR-8005", "standfast queue release", world => world.OnService(service => service with { HeldMessages = 7 })),
        new("DR-8006", "standfast queue show-quarantine", world => world.OnService(service => service with { QuarantinedMessages = 1 })),
        new("DR-8007", "standfast stats top", world => world.OnService(service => service with { QueuedMessages = 2_000_000 })),
        new("DR-8008", "events.db", world => world.OnService(service => service with { EventLogFailure = "disk I/O error" })),
        new("DR-8009", "127.0.0.1:3310", world => world.OnService(service => service with { Scanners = [new ScannerFacts("clamav", "127.0.0.1:3310", false, "refused", 0, 9)] })),
        new("DR-8010", "standfast scanner ls", world => world.OnService(service => service with { Scanners = [new ScannerFacts("rspamd", "http://127.0.0.1:11333", true, "timeout", 100, 30)] })),
        new("DR-8011", "standfast resume --account shop", world => world.OnService(service => service with { Pauses = [("account:shop", "complaints")] })),
        new("DR-8012", "systemctl restart standfast", world => world.OnService(service => service with { Configuration = service.Configuration! with { WrittenAt = s_now } })),

        new("DR-9001", "newer .NET", world => world.OnSoftware(software => software with { Advisories = software.Advisories with { Supports = [.. software.Advisories.Supports.Select(end => end.Product == "dotnet" ? end with { Until = new DateOnly(2026, 11, 1) } : end)] } })),
        new("DR-9002", "newer .NET", world => world.OnSoftware(software => software with { Advisories = software.Advisories with { Supports = [.. software.Advisories.Supports.Select(end => end.Product == "dotnet" ? end with { Until = new DateOnly(2027, 1, 1) } : end)] } })),
        new("DR-9003", "Install .NET 10.0.13", world => world.OnSoftware(software => software with { Runtime = new Version(10, 0, 12) })),
        new("DR-9004", "Upgrade debian 12", world => world.OnSoftware(software => software with { Advisories = software.Advisories with { Supports = [.. software.Advisories.Supports.Select(end => end.Product == "debian" ? end with { Until = new DateOnly(2026, 11, 1) } : end)] } })),
        new("DR-9005", "apt-get install --only-upgrade openssl (to 3.0.19-1~deb12u2", world => world.OnSoftware(software => software with { Packages = new Dictionary<string, string> { ["openssl"] = "3.0.18-1~deb12u2" } })),
        new("DR-9006", "apt-get install --only-upgrade openssl", world => world.OnSoftware(software => software with { Pending = [new PendingUpgrade("openssl", "3.0.19-1~deb12u2", "3.0.22-1~deb12u2")] })),
        new("DR-9007", "data/advisories", world => world.OnSoftware(software => software with { Advisories = software.Advisories with { Updated = new DateOnly(2026, 1, 1) } })),
    ];
}
