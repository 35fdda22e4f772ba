using System.Collections.Immutable;
using Standfast.Policy.Limits;
using Standfast.Policy.Limits.Planning;
using Standfast.Storage.Clocks;
using Standfast.Storage.Files;
using Standfast.Storage.Sqlite;
using Standfast.Web;

namespace Standfast.Server.Composition;

/// <content>Limits: what may be sent in a minute, an hour and a day.</content>
internal sealed partial class GuardSetup
{
    partial void AddLimits(GuardParts parts)
    {
        var knowledge = Path.Combine(AppContext.BaseDirectory, "data");
        var (plans, wrongPlans) = RampPlans.ReadFolder(Path.Combine(knowledge, "ramps"));
        var (providers, wrongProviders) = ProviderDomains.ReadFolder(Path.Combine(knowledge, "mailbox-domains"));
        parts.Mistakes.AddRange([.. wrongPlans, .. wrongProviders]);
        var machine = new FileClockMemory(Path.Combine(_settings.Data, "clock.json"));
        var set = SqliteLimitSettings.Open(Path.Combine(_settings.Data, "limits.db"));
        var ledger = SqliteLimitLedger.Open(Path.Combine(_settings.Data, "limit-ledger.db"), machine, _time);
        var journal = MappedLimitJournal.Open(Path.Combine(_settings.Data, "limit-journal"), machine);
        var book = new LimitBook(ledger, journal, _time, _logger);
        parts.Owned.AddRange([set, journal, ledger, book]);
        var policy = new LimitPolicy(Defaults(), set, providers.Names);
        var ramps = new LimitRamps(plans, set, _accounts, book, _time, _settings["limits.ramp"] == "on");
        var planner = new SendPlanner(policy, book, ramps, plans, new WarmupOutlook(_delivery, Path.Combine(_settings.Data, "warmup.db"), _time), _delivery.Bindings.PoolOf);
        var check = new LimitCheck(book, policy, ramps, providers, _delivery.Bindings.PoolOf, static credential => credential.RatePerHour, _time);
        parts.Recipients.Add(check);
        parts.Messages.Add(check);
        parts.Observers.Add(book);
        parts.Withdrawals.Add(book.Withdraw);
        parts.BeforeStart.Add(stop => book.RecoverAsync(async id => (await _events.ForMessageAsync(id, stop)).Count > 0));
        parts.Services.Add(services => services.AddSingleton<ILimitSettings>(set).AddSingleton(book).AddSingleton(policy).AddSingleton(ramps).AddSingleton(plans).AddSingleton(providers).AddSingleton(planner).AddSingleton<LimitList>());
    }

    private Dictionary<LimitScope, ImmutableArray<LimitRule>> Defaults() => Enum.GetValues<LimitScope>().Where(scope => scope != LimitScope.Domain)
        .ToDictionary(scope => scope, scope => LimitRule.TryParseList(_settings[$"limits.{LimitText.Name(scope)}"], out var rules) ? rules : []);
}
