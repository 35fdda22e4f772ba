using System.Security.Cryptography;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;
using Standfast.Server.Configuration;
using Standfast.Storage.Keys;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>Suppressions and unsubscribing.</content>
internal sealed partial class GuardSetup
{
    private SuppressionList? _suppressions;
    private UnsubscribeTokens? _tokens;
    private UnsubscribeAddresses? _unsubscribeAddresses;

    /// <summary>What recipients ask for. Called once, before anything is registered.</summary>
    public Unsubscriptions UnsubscriptionsBy(IEventLog events)
    {
        var unsubscriptions = new Unsubscriptions(_suppressions!, _tokens!, _unsubscribeAddresses, events, _time);
        _parts.Services.Add(services => services.AddSingleton(unsubscriptions));
        return unsubscriptions;
    }

    partial void AddConsent(GuardParts parts)
    {
        var store = SqliteSuppressionStore.Open(Path.Combine(_settings.Data, "suppressions.db"));
        parts.Owned.Add(store);
        var list = _suppressions = new SuppressionList(store, RandomNumberGenerator.GetBytes(16));
        var keys = TokenKeyFile.ReadOrCreate(Path.Combine(_settings.Data, "unsubscribe.key"));
        _tokens = new UnsubscribeTokens(keys.Keys);
        if (_settings["consent.mail_domain"] is { Length: > 0 } domain) _unsubscribeAddresses = new UnsubscribeAddresses(keys.Keys, DomainName.Parse(domain));
        var options = new UnsubscribeOptions
        {
            BulkStreams = [.. SettingValues.Split(_settings["consent.bulk_streams"]).Select(StreamName.Parse)],
            PublicUrl = _settings.PublicUrl,
            IsPublic = _settings["http.public_url"].Length > 0,
        };
        var check = new SuppressionCheck(list);
        parts.Recipients.Add(check);
        parts.Messages.Add(check);
        parts.Messages.Add(new UnsubscribeCheck(options));
        parts.Fields.Add(new UnsubscribeFields(options, _tokens, _unsubscribeAddresses));
        parts.Gates.Add(new SuppressionGate(list));
        if (_settings["consent.suppress_hard_bounces"] == "true")
        {
            var bounces = new BounceSuppressor(list, exception => Log.BouncesNotSuppressed(_logger, exception));
            parts.Observers.Add(bounces);
            parts.Owned.Add(bounces);
        }

        parts.Services.Add(services => services.AddSingleton(list).AddSingleton<ITokenKeyStore>(keys));
    }
}
