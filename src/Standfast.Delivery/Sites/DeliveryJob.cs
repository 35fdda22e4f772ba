using Standfast.Queue;

namespace Standfast.Delivery.Sites;

/// <summary>Recipients of one message that share a route, for one transaction.</summary>
internal sealed record DeliveryJob(DueMessage Message, IReadOnlyList<int> Indexes);
