using System.Threading.Channels;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Tracking;

/// <summary>
/// Makes events of opens and clicks, those of machines told apart with the reason. Clicks are judged ten seconds later: who follows many links in that time reads none. In RAM until
/// then; a crash loses those of the last seconds, a flood what is more than <see cref="MaxWaiting"/>. May be called concurrently.
/// </summary>
public sealed class TrackingEvents(TrackingTokens tokens, IReadOnlyList<MachineSign> signs, IEventLog events, TimeProvider time)
{
    /// <summary>Ours.</summary>
    public const int MaxWaiting = 20_000;

    /// <summary>Opens, and clicks, of one recipient of one message that are recorded; ours.</summary>
    private const int MaxOfOne = 20;

    /// <summary>Different links that no person follows within <see cref="s_window"/>; ours.</summary>
    private const int BurstLinks = 3;

    private const int MaxAgentLength = 200;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    /// <summary>After delivery: a person needs longer to see that there is mail. Ours; gateways that scan links do so at once.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);

    private readonly Channel<TrackingHit> _arrived = Channel.CreateBounded<TrackingHit>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly List<TrackingHit> _recent = [];

    /// <summary>What a token says; null for one that we did not make.</summary>
    public TrackedLink? Read(string? token) => tokens.TryRead(token, out var link) ? link : null;

    public void Observe(TrackedLink link, string? userAgent, bool isHead) => _arrived.Writer.TryWrite(new TrackingHit(link, time.GetUtcNow(), Clean(userAgent ?? ""), isHead));

    /// <summary>Works until it is stopped; then what waits is recorded.</summary>
    public async Task RunAsync(Action<Exception> failed, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(s_round, time, stop);
                await RecordAsync(time.GetUtcNow() - s_window, stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (IOException exception)
            {
                failed(exception);
            }
        }

        try
        {
            await RecordAsync(DateTimeOffset.MaxValue, CancellationToken.None);
        }
        catch (IOException exception)
        {
            failed(exception);
        }
    }

    /// <summary>Records what came before that moment.</summary>
    internal async Task RecordAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (_recent.Count < MaxWaiting && _arrived.Reader.TryRead(out var hit)) _recent.Add(hit);
        // They are in the order in which they came.
        if (_recent.Count == 0 || _recent[0].At > until) return;
        var bursts = Bursts();
        var recorded = 0;
        try
        {
            for (; recorded < _recent.Count && _recent[recorded].At <= until; recorded++) await RecordAsync(_recent[recorded], bursts, cancellationToken);
        }
        finally
        {
            _recent.RemoveRange(0, recorded);
        }
    }

    /// <summary>Recipients of messages who followed more links than a person does.</summary>
    private HashSet<(SpoolId, AddressKey)> Bursts() =>
        [.. _recent.Where(hit => hit.IsClick).GroupBy(hit => (hit.Link.Message, hit.Link.Address)).Where(group => group.DistinctBy(hit => hit.Link.Url).Count() >= BurstLinks).Select(group => group.Key)];

    private async Task RecordAsync(TrackingHit hit, HashSet<(SpoolId, AddressKey)> bursts, CancellationToken cancellationToken)
    {
        var facts = await events.ForMessageAsync(hit.Link.Message, cancellationToken);
        if (FollowUp.RecipientIn(facts, hit.Link.Address.Value) is not { } recipient) return;
        var kind = hit.IsClick ? MailEventKind.Clicked : MailEventKind.Opened;
        if (facts.Count(fact => fact.Kind == kind && recipient.Equals(fact.Recipient, StringComparison.OrdinalIgnoreCase)) >= MaxOfOne) return;
        var delivered = facts.FirstOrDefault(fact => fact.Kind == MailEventKind.Delivered && recipient.Equals(fact.Recipient, StringComparison.OrdinalIgnoreCase));
        var reason = WhyMachine(hit, delivered?.At, bursts.Contains((hit.Link.Message, hit.Link.Address)));
        var what = hit.IsClick ? hit.Link.Url : hit.UserAgent;
        var detail = reason is null ? what : $"{MailEvent.MachinePrefix}{reason}; {what}";
        events.Append([FollowUp.Of(facts, hit.Link.Message, recipient, kind, hit.At) with { Detail = detail }], 0);
    }

    private string? WhyMachine(TrackingHit hit, DateTimeOffset? delivered, bool isBurst)
    {
        if (hit.IsHead) return "only the header was asked for";
        if (hit.UserAgent.Length == 0) return "it names no program";
        foreach (var sign in signs)
            if (sign.Matches(hit.UserAgent))
                return sign.Name;
        if (delivered is { } at && hit.At - at < s_soon) return $"{Math.Max(0, (hit.At - at).TotalSeconds):0} s after delivery";
        return hit.IsClick && isBurst ? $"{BurstLinks} links or more in {s_window.TotalSeconds:0} s" : null;
    }

    private static string Clean(string text) => string.Concat(text.Take(MaxAgentLength).Select(character => character is >= ' ' and <= '~' ? character : '?')).Trim();
}
