using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Standfast.Accounts.Pauses;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Compromise;
using Standfast.Policy.Credentials;
using Standfast.Queue;
using Standfast.Web.Console.Messages;

namespace Standfast.Web.Console.Held;

/// <summary>Gathers what is held, and of whom.</summary>
/// <param name="watch">Null where no sender is watched.</param>
internal sealed partial class HeldReader(IQueueControl queue, IEventLog events, ISpool spool, SendingPauses pauses, SenderWatch? watch)
{
    /// <summary>Held messages that are looked through, senders that are, and messages of a group whose subject is read; ours.</summary>
    internal const int MaxMessages = 1000, MaxSenders = 200, MaxSamples = 3;

    private const int MaxReason = 300;

    /// <summary>A reader is of one request.</summary>
    private readonly Dictionary<string, SenderHold> _holds = new(StringComparer.Ordinal);

    public async Task<HeldRoomView> ReadAsync(CancellationToken stop)
    {
        var entries = await queue.ListAsync(new QueueFilter { Status = RecipientStatus.Held }, MaxMessages, stop);
        var reasons = await ReasonsAsync(entries, stop);
        var pieces = entries.SelectMany(entry => Split(entry, reasons)).ToList();
        var stopped = Stopped(pieces);
        var groups = new List<HeldGroup>();
        foreach (var of in pieces.GroupBy(piece => (piece.Who, piece.Why)))
        {
            var group = new HeldGroup(KeyOf(of.Key.Who, of.Key.Why), of.Key.Who, of.Key.Why, [.. of.Select(piece => piece.Line)]);
            groups.Add(await WithSubjectsAsync(group with { Detail = of.First().Detail, StoppedBy = stopped.FirstOrDefault(sender => Covers(sender, of.First())) }, stop));
        }

        return new HeldRoomView(stopped, [.. groups.OrderByDescending(group => group.Messages).ThenBy(group => group.Key, StringComparer.Ordinal)], queue.Counts.Held, entries.Count == MaxMessages);
    }

    /// <summary>The newest reasons come in one page; those of older holds are looked up message by message.</summary>
    private async Task<Dictionary<(SpoolId, string), string>> ReasonsAsync(IReadOnlyList<QueueEntry> entries, CancellationToken stop)
    {
        var found = new Dictionary<(SpoolId, string), string>();
        foreach (var logged in await events.QueryAsync(new EventQuery(null, MailEventKind.Held, null, EventQuery.MaxLimit), stop)) Add(logged.Fact);
        foreach (var entry in entries.Where(entry => !entry.Envelope.Recipients.Any(recipient => found.ContainsKey((entry.Envelope.Id, recipient.ToString())))))
            foreach (var fact in (await events.ForMessageAsync(entry.Envelope.Id, stop)).Where(fact => fact.Kind == MailEventKind.Held))
                Add(fact);
        return found;

        void Add(MailEvent fact)
        {
            if (fact.Recipient is { } recipient) found[(fact.Message, recipient)] = fact.Detail ?? "";
        }
    }

    private static IEnumerable<Piece> Split(QueueEntry entry, Dictionary<(SpoolId, string), string> reasons)
    {
        var envelope = entry.Envelope;
        var held = envelope.Recipients.Zip(entry.States).Where(pair => pair.Second.Status == RecipientStatus.Held).Select(pair => pair.First.ToString()).ToList();
        var parts = held.GroupBy(recipient => Reason(reasons.GetValueOrDefault((envelope.Id, recipient), ""))).ToList();
        return parts.Select(part => new Piece(WhoOf(envelope), part.Key, Cut(reasons.GetValueOrDefault((envelope.Id, part.First()), "")), envelope, new HeldLine(envelope.Id.ToString(), envelope.AcceptedAt, envelope.Sender.ToString(), [.. part], parts.Count == 1)));
    }

    private List<StoppedSender> Stopped(List<Piece> pieces)
    {
        var found = new List<StoppedSender>();
        foreach (var report in watch?.List(MaxSenders) ?? [])
        {
            if (report.Hold is not { } hold) continue;
            _holds[report.Id] = hold;
            found.Add(new StoppedSender(
                HeldTarget.Sender, report.Id, hold.Scope.ToString(), hold.Reason, hold.FindingId, hold.Since, 0,
                [.. report.Samples.Concat(hold.Samples).Distinct().TakeLast(MaxSamples).Select(sample => $"{sample.At:yyyy-MM-dd HH:mm} UTC from {(sample.Network.Length > 0 ? sample.Network : "an unknown network")} to {sample.Recipient}{(sample.Recipients > 1 ? $" and {sample.Recipients - 1} more" : "")}: {sample.Subject}")]));
        }

        foreach (var pause in pauses.All.Where(pause => !pause.IsLifting))
            found.Add(new StoppedSender(HeldTarget.Pause, pause.Target.Key, NameOf(pause.Target), pause.Reason, pause.Actor, pause.Since, 0, []));
        return [.. found.OrderByDescending(sender => sender.Since).Select(sender => sender with { Messages = pieces.Where(piece => Covers(sender, piece)).DistinctBy(piece => piece.Envelope.Id).Count() })];
    }

    private bool Covers(StoppedSender sender, Piece piece)
    {
        var envelope = piece.Envelope;
        if (sender.Kind == HeldTarget.Pause) return PauseTarget.TryParse(sender.Id, out var target) && target.Covers(envelope.Account, envelope.Stream, envelope.Credential) && piece.Why.StartsWith(Pause.HoldMark, StringComparison.Ordinal);
        return _holds.GetValueOrDefault(sender.Id) is { Scope: var scope } hold && envelope.Account == scope.Account && envelope.AcceptedAt >= hold.Began && (scope.Credential is null || scope.Credential == envelope.Credential)
            && (scope.Stream is null || scope.Stream == envelope.Stream) && (scope.Campaign is null || scope.Campaign == envelope.Campaign);
    }

    private async Task<HeldGroup> WithSubjectsAsync(HeldGroup group, CancellationToken stop)
    {
        var lines = group.Lines.ToList();
        for (var index = 0; index < Math.Min(lines.Count, MaxSamples); index++)
            if (SpoolId.TryParse(lines[index].Id, out var id) && await MessageSample.ReadAsync(spool, id, stop) is { } sample)
                lines[index] = lines[index] with { Subject = sample.Subject };
        return group with { Lines = lines };
    }

    private static string WhoOf(Envelope envelope) =>
        envelope.Credential is { } user ? $"credential {user}" : envelope.Account is { } account ? $"account {account}, stream {envelope.Stream}" : "mail from outside, or of the server itself";

    private static string NameOf(PauseTarget target) => target switch
    {
        PauseTarget.Everything => "all sending",
        PauseTarget.OfAccount one => $"account {one.Account}",
        PauseTarget.OfStream one => $"stream {one.Account}/{one.Stream}",
        PauseTarget.OfCredential one => $"credential {one.UserName}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A finding names what it met in each message: those of one finding are one reason, said in the words of its id.</summary>
    private static string Reason(string detail) => detail.Length == 0 ? "no reason is recorded" : Found().Match(detail) is { Success: true } match ? match.Value : Cut(detail);

    private static string Cut(string detail) => detail.Length > MaxReason ? detail[..MaxReason] + " …" : detail;

    private static string KeyOf(string who, string why) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{who}\n{why}")))[..16];

    [GeneratedRegex("^SF-[0-9]{4}")]
    private static partial Regex Found();

    private sealed record Piece(string Who, string Why, string Detail, Envelope Envelope, HeldLine Line);
}
