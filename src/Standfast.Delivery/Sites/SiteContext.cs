using Microsoft.Extensions.Logging;
using Standfast.Delivery.Shaping;
using Standfast.Queue;

namespace Standfast.Delivery.Sites;

/// <summary>What all sites share.</summary>
internal sealed record SiteContext(
    IDeliveryQueue Queue, Connector Connector, ConnectionBudget Budget, ShapingContext Shaping, DeliveryOptions Options, TimeProvider Time, ILogger Logger, ISiteOwner Owner);
