using System.Security.Cryptography;
using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;
using Standfast.Server.Configuration;
using Standfast.Storage.Keys;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>Suppressions, unsubscribing, consent and the import gate.</content>
internal sealed partial class GuardSetup
{
    /// <summary>What recipients ask for.</summary>
    public Unsubscriptions? Unsubscriptions { get; private set; }

    partial void AddConsent(GuardParts parts)
    {
        var store = SqliteSuppressionStore.Open(Path.Combine(_settings.Data, "suppressions.db"));
        parts.Owned.Add(store);
        var list = new SuppressionList(store, RandomNumberGenerator.GetBytes(16));
        var keys = TokenKeyFile.ReadOrCreate(Path.Combine(_settings.Data, "unsubscribe.key"));
        var tokens = new UnsubscribeTokens(keys.Keys);
        var addresses = _settings["consent.mail_domain"] is { Length: > 0 } domain ? new UnsubscribeAddresses(keys.Keys, DomainName.Parse(domain)) : null;
        var unsubscriptions = Unsubscriptions = new Unsubscriptions(list, tokens, addresses, _events, _time);
        (_suppressions, _tokenKeys, _unsubscribeTokens, _unsubscribeAddresses) = (list, keys.Keys, tokens, addresses);
        var options = _streams = new UnsubscribeOptions
        {
            BulkStreams = [.. SettingValues.Split(_settings["consent.bulk_streams"]).Select(StreamName.Parse)],
            PublicUrl = _settings.PublicUrl,
            IsPublic = _settings["http.public_url"].Length > 0,
        };
        var check = new SuppressionCheck(list);
        parts.Recipients.Add(check);
        parts.Messages.Add(check);
        parts.Messages.Add(new UnsubscribeCheck(options));
        parts.Fields.Add(new UnsubscribeFields(options, tokens, addresses));
        parts.Gates.Add(new SuppressionGate(list));
        if (_settings["consent.suppress_hard_bounces"] == "true")
        {
            var bounces = new BounceSuppressor(list, _replies, exception => Log.BouncesNotSuppressed(_logger, exception));
            parts.Observers.Add(bounces);
            parts.Owned.Add(bounces);
        }

        var consents = SqliteConsentStore.Open(Path.Combine(_settings.Data, "consents.db"));
        parts.Owned.Add(consents);
        var ledger = new ConsentLedger(consents, RandomNumberGenerator.GetBytes(16));
        if (SettingValues.Split(_settings["consent.required"]) is { Length: > 0 } required)
            parts.Messages.Add(new ConsentCheck(ledger, [.. required.Select(text => ConsentRequirement.TryParse(text, out var one) ? one : throw new InvalidOperationException(text))], options));
        var (knowledge, mistakes) = ListKnowledge.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "lists"));
        parts.Mistakes.AddRange(mistakes);
        var gate = new ListCheck(knowledge, list, new MailDomains(_dns), _time);
        var requests = new ConsentRequests(ledger, list, keys.Keys, _time);
        parts.Services.Add(services => services.AddSingleton(list).AddSingleton(unsubscriptions).AddSingleton<ITokenKeyStore>(keys).AddSingleton(ledger).AddSingleton(requests).AddSingleton(gate).AddSingleton(options));
    }
}
