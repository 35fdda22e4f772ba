using System.Globalization;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Compromise;

/// <summary>
/// Compares what each credential sends with what it normally sends. What is far from it slows the credential, then holds its mail until a
/// person has looked. Clients of a trusted network are many programs under one name: of them it is only reported. May be called
/// concurrently.
/// </summary>
public sealed partial class SenderWatch : ISenderCheck, IMessageCheck
{
    /// <summary>Held messages of one hold; who sends more is refused. Ours: a person can judge by far less, and the disk is not the attacker's.</summary>
    public const int MaxHeld = 10_000;

    private const string TrustedPrefix = "trusted:";

    /// <summary>Notes about one client of a trusted network are not repeated within it.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromHours(1);

    private readonly IHabitStore _store;
    private readonly IAlertChannel _alerts;
    private readonly TimeProvider _time;
    private readonly bool _onlyReports;
    private readonly SenderBook _book;

    /// <param name="onlyReports">Nothing is slowed or held.</param>
    /// <exception cref="IOException">The holds cannot be read.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    public SenderWatch(IHabitStore store, IAlertChannel alerts, TimeProvider time, bool onlyReports)
    {
        (_store, _alerts, _time, _onlyReports, _book) = (store, alerts, time, onlyReports, new SenderBook(store));
        foreach (var saved in store.LoadHolds())
        {
            var hold = SenderHold.Read(saved);
            _holds[hold.Scope.Id] = new LiveHold(hold);
        }
    }

    public Finding? Check(SubmissionContext context)
    {
        if (context.Credential is not { } credential) return null;
        if (FindHold(credential.UserName) is { } hold) return hold.Count >= MaxHeld ? TooMuch(hold) : null;
        // Who is not loaded has not been slowed.
        if (_onlyReports || _book.FindLoaded(credential.UserName)?.JudgeAhead(_time.GetUtcNow()) is not { } deviation) return null;
        if (deviation.Action == GuardAction.Defer) return Slow(credential.UserName, credential.Account, deviation);
        // Held from now on: this message too, once it is there.
        HoldNow(new HoldScope(credential.Account, credential.UserName, null, null), deviation, Began());
        return null;
    }

    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) => new(Judge(message));

    private Finding? Judge(SubmittedMessage message)
    {
        var context = message.Context;
        var id = context.Credential?.UserName ?? TrustedPrefix + context.Account.Value;
        if (FindHold(message) is { } kept) return kept.Count >= MaxHeld ? TooMuch(kept) : Keep(kept);
        var facts = MailFacts.Of(message, _time.GetUtcNow());
        Deviation? deviation;
        try
        {
            deviation = _book.Load(id, facts.At).Take(facts);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return new Finding("SF-7010", GuardAction.Defer, id, "what it normally sends cannot be read", "try again later; the owner of the server finds the reason in its log") { Status = (3, 0) };
        }

        if (deviation is null) return null;
        if (context.Credential is not { } credential || _onlyReports) return Note(id, context, deviation);
        if (deviation.Action == GuardAction.Defer) return Slow(id, credential.Account, deviation);
        return Keep(HoldNow(new HoldScope(credential.Account, id, null, null), deviation, Began()));
    }

    /// <summary>Mail of the hour that showed the deviation belongs to it.</summary>
    private DateTimeOffset Began() => _time.GetUtcNow() - TimeSpan.FromMinutes(RecentMail.Minutes);

    private Finding Slow(string id, Standfast.Mail.AccountId account, Deviation deviation)
    {
        if (IsNews(id + deviation.Id)) _alerts.Raise(new SenderAlert(_time.GetUtcNow(), "slow", deviation.Id, account.Value, id, $"credential {id} {deviation.Reason}", ShowIt(id)));
        return new Finding(deviation.Id, GuardAction.Defer, $"credential {id}", deviation.Reason, $"come back in {RecentMail.ShortMinutes} minutes; if it goes on like this its mail is held. The owner sees it with: standfast sender show {id}");
    }

    private Finding? Note(string id, SubmissionContext context, Deviation deviation) =>
        IsNews(id + deviation.Id)
            ? new Finding(deviation.Id, GuardAction.Note, context.Credential is null ? $"clients of the trusted networks ({context.Client})" : $"credential {id}", deviation.Reason, ShowIt(id))
            : null;

    private static Finding Keep(LiveHold hold)
    {
        hold.Add();
        return new Finding(hold.Facts.FindingId, GuardAction.Hold, hold.Facts.Scope.ToString(), hold.Facts.Reason, $"its mail is kept until a person releases it: standfast sender show {hold.Facts.Scope.Id}");
    }

    private static Finding TooMuch(LiveHold hold) => new(
        "SF-7011", GuardAction.Refuse, hold.Facts.Scope.ToString(), string.Create(CultureInfo.InvariantCulture, $"is held since {hold.Facts.Since:yyyy-MM-dd HH:mm}Z ({hold.Facts.FindingId}), and {MaxHeld} messages wait already"),
        $"look and release or delete them first: standfast sender show {hold.Facts.Scope.Id}");

    private static string ShowIt(string id) => $"look at it with: standfast sender show {id}";
}
