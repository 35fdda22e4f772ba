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

    [LoggerMessage(4004, LogLevel.Warning, "source {Source} is gone from this machine ({Reason}); its mail waits or leaves by the other sources of its pool")]
    public static partial void SourceGone(ILogger logger, string source, string reason);

    [LoggerMessage(4005, LogLevel.Information, "source {Source} is back")]
    public static partial void SourceBack(ILogger logger, string source);

    [LoggerMessage(4006, LogLevel.Error, "what was learned about sites could not be written; it is tried again")]
    public static partial void NotRemembered(ILogger logger, Exception exception);
}
