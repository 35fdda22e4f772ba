using Microsoft.Extensions.Logging;

namespace Standfast.Delivery;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "outcomes for {Subject} could not be recorded; they will be tried again after a restart")]
    public static partial void NotRecorded(ILogger logger, string subject, Exception exception);

    [LoggerMessage(4002, LogLevel.Error, "the route of {Domain} could not be looked up by a fault of ours; its mail waits")]
    public static partial void NoRoute(ILogger logger, string domain, Exception exception);

    [LoggerMessage(4003, LogLevel.Error, "message {Spool} could not be tried at {Site} by a fault of ours; it is tried again later")]
    public static partial void Fault(ILogger logger, string spool, string site, Exception exception);
}
