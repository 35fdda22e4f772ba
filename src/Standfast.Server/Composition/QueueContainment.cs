using Standfast.Policy.Compromise;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>Containment by the queue's own actions.</summary>
internal sealed class QueueContainment(IQueueControl queue) : IContainment
{
    public Task<long> HoldAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken) =>
        ActAsync(new QueueAction.Hold(), scope, began, RecipientStatus.Queued, reason, cancellationToken);

    public Task<long> ReleaseAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken) =>
        ActAsync(new QueueAction.Release(), scope, began, RecipientStatus.Held, reason, cancellationToken);

    public Task<long> DeleteAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken) =>
        ActAsync(new QueueAction.Discard(), scope, began, RecipientStatus.Held, reason, cancellationToken);

    private async Task<long> ActAsync(QueueAction action, HoldScope scope, DateTimeOffset began, RecipientStatus status, string reason, CancellationToken cancellationToken)
    {
        var filter = new QueueFilter(Account: scope.Account) { Credential = scope.Credential, Stream = scope.Stream, Campaign = scope.Campaign, AcceptedSince = began, Status = status };
        return (await queue.ActAsync(action, filter, reason, isDryRun: false, cancellationToken)).Messages;
    }
}
