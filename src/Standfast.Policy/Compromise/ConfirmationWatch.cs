using System.Collections.Concurrent;
using System.Globalization;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Compromise;

/// <summary>
/// Stops list bombing: somebody writes a victim's address into hundreds of forms so that their confirmations bury the one mail that matters. A
/// recipient gets a few confirmations an hour, whoever of our accounts sends them and by whatever form; further ones are held. A
/// credential that runs into it again and again is held as a whole. May be called concurrently.
/// </summary>
public sealed class ConfirmationWatch(ConfirmationPhrases phrases, SenderWatch senders, TimeProvider time, bool onlyReports) : IMessageCheck
{
    /// <summary>In an hour, for one recipient. Ours: who signs up asks once, and again twice when nothing comes.</summary>
    public const int MaxAnHour = 3;

    /// <summary>Confirmations above it in an hour from which on the credential is held.</summary>
    private const int MaxExcess = 20;

    /// <summary>Counters of one hour; beyond them an hour ends early.</summary>
    private const int MaxCounters = 200_000;

    private readonly Lock _turning = new();
    private ConcurrentDictionary<ulong, int> _now = new();
    private ConcurrentDictionary<ulong, int> _before = new();
    private DateTimeOffset _began = time.GetUtcNow();

    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) => new(Judge(message));

    private Finding? Judge(SubmittedMessage message)
    {
        if (!phrases.IsConfirmation(message.View)) return null;
        Turn();
        var over = 0;
        string? victim = null;
        foreach (var recipient in message.Recipients)
        {
            if (Count(KeyHash.Of(recipient.LocalPart, recipient.Domain.Value)) <= MaxAnHour) continue;
            over++;
            victim ??= recipient.ToString();
        }

        if (over == 0) return null;
        if (message.Context.Credential is { } credential && !onlyReports && Count(KeyHash.Of("credential", credential.UserName)) > MaxExcess)
        {
            var deviation = new Deviation("SF-7008", GuardAction.Hold, string.Create(CultureInfo.InvariantCulture, $"sent more than {MaxExcess} confirmations within an hour to people who had got {MaxAnHour} already: its form is used to flood others"));
            senders.HoldNow(new HoldScope(credential.Account, credential.UserName, null, null), deviation, time.GetUtcNow() - TimeSpan.FromHours(1));
        }

        return new Finding(
            "SF-7007", GuardAction.Hold, victim!, string.Create(CultureInfo.InvariantCulture, $"got {MaxAnHour} requests to confirm a sign-up within the last hour already"),
            "nobody signs up so often; let the form send at most one an hour to an address, and ask for a proof that a person fills it in");
    }

    /// <summary>Of this hour and, as long as this one is young, of the one before.</summary>
    private int Count(ulong key) => _now.AddOrUpdate(key, 1, static (_, count) => count + 1) + _before.GetValueOrDefault(key);

    private void Turn()
    {
        if (time.GetUtcNow() - _began < TimeSpan.FromHours(1) && _now.Count < MaxCounters) return;
        lock (_turning)
        {
            var passed = time.GetUtcNow() - _began;
            if (passed < TimeSpan.FromHours(1) && _now.Count < MaxCounters) return;
            _before = passed < TimeSpan.FromHours(2) ? _now : new ConcurrentDictionary<ulong, int>();
            _now = new ConcurrentDictionary<ulong, int>();
            _began = time.GetUtcNow();
        }
    }
}
