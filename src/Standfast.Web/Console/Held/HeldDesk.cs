using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Credentials;
using Standfast.Queue;
using Standfast.Web.Console.Messages;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Held;

/// <summary>Counts and does what is done to held mail, by the functions of the API.</summary>
internal sealed class HeldDesk(HeldReader reader, IQueueControl queue, ISpool spool)
{
    /// <summary>Messages changed side by side, so that they share their syncs; ours.</summary>
    private const int AtOnce = 32;

    internal const int MaxReason = 500;

    /// <returns>Null where there is no such mail, or nothing of the kind is done to it.</returns>
    public async Task<HeldActionView?> ViewAsync(string action, HeldTarget target, CancellationToken stop)
    {
        if (!target.Allows(action)) return null;
        var room = await reader.ReadAsync(stop);
        var view = target.Kind switch
        {
            HeldTarget.Group => room.Groups.FirstOrDefault(group => group.Key == target.Id) is { } group
                ? new HeldActionView(action, target, group.Who, group.Detail, group.Messages, group.Recipients, group.Lines) { Warning = Warning(action, group.StoppedBy) } : null,
            HeldTarget.Message => await OfMessageAsync(action, target, room, stop),
            _ => room.Stopped.FirstOrDefault(sender => sender.Kind == target.Kind && sender.Id == target.Id) is { } sender
                ? OfSender(action, target, sender, [.. room.Groups.Where(group => group.StoppedBy == sender)]) : null,
        };
        return view is { Lines: [var first, ..] } && SpoolId.TryParse(first.Id, out var id) ? view with { Sample = await MessageSample.ReadAsync(spool, id, stop) } : view;
    }

    /// <returns>What was done, one sentence; or why not.</returns>
    public async Task<(string? Done, string? Error)> DoAsync(HeldActionView view, string reason, HttpContext http, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason) return (null, $"Give a reason of at most {MaxReason} characters; it is kept with the messages and in the audit log.");
        var id = view.Target.Id;
        var work = (view.Action, view.Target.Kind) switch
        {
            (HeldTarget.Release, HeldTarget.Sender) => SenderEndpoints.ReleaseAsync(new SenderActionRequest(id, reason), http, stop),
            (HeldTarget.Delete, HeldTarget.Sender) => SenderEndpoints.DeleteAsync(new SenderActionRequest(id, reason), http, stop),
            (HeldTarget.Release, HeldTarget.Pause) => PauseEndpoints.ResumeAsync(Pause(id, reason), http.RequestServices.GetRequiredService<IAccountStore>(), http.RequestServices.GetRequiredService<SendingPauses>(), http, stop),
            (_, HeldTarget.Message) => QueueEndpoints.ActAsync(new QueueActionRequest(id, Reason: reason) { Status = "held" }, ActionOf(view.Action), queue, http.RequestServices.GetRequiredService<TimeProvider>(), http, stop),
            _ => ActAsync(view, reason, http, stop),
        };
        var result = await work;
        if (ConsolePage.ProblemOf(result) is { } problem) return (null, problem.Detail);
        return ((result as IValueHttpResult)?.Value switch
        {
            QueueActionResponse done => $"{Past(view.Action)}: {Count(done.Messages, "message")} to {Count(done.Recipients, "recipient")}.",
            SenderActionResponse done => $"{Past(view.Action)}: {Count(done.Messages, "message")} of {view.Name}.",
            ResumeResponse done => $"Resumed: {view.Name}; {Count(done.ReleasedRecipients, "recipient")} released.",
            _ => "Done.",
        }, null);
    }

    /// <summary>Message by message: what is held for another reason stays.</summary>
    private async Task<IResult> ActAsync(HeldActionView view, string reason, HttpContext http, CancellationToken stop)
    {
        var (messages, recipients) = (0L, 0L);
        await Parallel.ForEachAsync(view.Lines, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (line, token) =>
        {
            if (!SpoolId.TryParse(line.Id, out var id)) return;
            var filter = new QueueFilter(id) { Status = RecipientStatus.Held };
            var changed = 0L;
            foreach (var part in line.IsWhole ? [filter] : line.Recipients.Select(recipient => filter with { Recipient = EmailAddress.Parse(recipient) }))
                changed += (await queue.ActAsync(ActionOf(view.Action), part, reason, isDryRun: false, token)).Recipients;
            Interlocked.Add(ref recipients, changed);
            if (changed > 0) Interlocked.Increment(ref messages);
        });
        http.Audited($"queue.{ActionOf(view.Action).GetType().Name.ToLowerInvariant()}", $"held of {view.Name}: {view.Why}", $"{recipients} recipients of {messages} messages: {reason}");
        return Results.Json(new QueueActionResponse(messages, recipients, DryRun: false), ApiJson.Default.QueueActionResponse);
    }

    private async Task<HeldActionView?> OfMessageAsync(string action, HeldTarget target, HeldRoomView room, CancellationToken stop)
    {
        if (!SpoolId.TryParse(target.Id, out var id)) return null;
        var count = await queue.ActAsync(ActionOf(action), new QueueFilter(id) { Status = RecipientStatus.Held }, "counted", isDryRun: true, stop);
        if (count.Recipients == 0) return null;
        var groups = room.Groups.Where(group => group.Lines.Any(line => line.Id == target.Id)).ToList();
        var lines = groups.SelectMany(group => group.Lines).Where(line => line.Id == target.Id).ToList();
        return new HeldActionView(action, target, $"message {target.Id}", string.Join("; ", groups.Select(group => group.Detail)), count.Messages, count.Recipients, lines is [] ? [new HeldLine(target.Id, default, "", [], IsWhole: true)] : lines)
        {
            Warning = Warning(action, groups.Select(group => group.StoppedBy).FirstOrDefault(sender => sender is not null)),
        };
    }

    private static HeldActionView OfSender(string action, HeldTarget target, StoppedSender sender, IReadOnlyList<HeldGroup> groups) =>
        new(action, target, sender.Name, sender.Reason, sender.Messages, groups.Sum(group => group.Recipients), [.. groups.SelectMany(group => group.Lines)]);

    private static string Warning(string action, StoppedSender? stopped) =>
        stopped is not null && action == HeldTarget.Release ? $"{stopped.Name} is {(stopped.Kind == HeldTarget.Pause ? "paused" : "held")}: what is released now may be held again. Release the sender instead, where it was its owner." : "";

    private static QueueAction ActionOf(string action) => action switch { HeldTarget.Release => new QueueAction.Release(), HeldTarget.Delete => new QueueAction.Discard(), _ => new QueueAction.Bounce() };

    private static string Past(string action) => action switch { HeldTarget.Release => "Released", HeldTarget.Delete => "Deleted", _ => "Returned to senders" };

    private static string Count(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static PauseRequest Pause(string key, string reason) => key.Split(':', 2) switch
    {
        ["account", var account] => new PauseRequest(reason) { Account = account },
        ["credential", var user] => new PauseRequest(reason) { Credential = user },
        ["stream", var stream] => new PauseRequest(reason) { Stream = stream },
        _ => new PauseRequest(reason) { All = true },
    };
}
