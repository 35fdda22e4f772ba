using Microsoft.Extensions.Logging;
using Standfast.Mail;

namespace Standfast.Delivery;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "outcomes for {Subject} could not be recorded; they will be tried again after a restart")]
    public static partial void NotRecorded(ILogger logger, string subject, Exception exception);

    [LoggerMessage(4002, LogLevel.Error, "the route of {Domain} could not be looked up by a fault of ours; its mail waits")]
    public static partial void NoRoute(ILogger logger, string domain, Exception exception);

    [LoggerMessage(4004, LogLevel.Warning, "source {Source} is gone from this machine ({Reason}); its mail waits or leaves by the other sources of its pool")]
    public static partial void SourceGone(ILogger logger, string source, string reason);

    [LoggerMessage(4005, LogLevel.Information, "source {Source} is back")]
    public static partial void SourceBack(ILogger logger, string source);

    [LoggerMessage(4006, LogLevel.Error, "what was learned about sites could not be written; it is tried again")]
    public static partial void NotRemembered(ILogger logger, Exception exception);

    [LoggerMessage(4007, LogLevel.Error, "the warm-up allowance of source {Source} could not be written; it sends nothing for a minute")]
    public static partial void AllowanceNotWritten(ILogger logger, string source, Exception exception);

    [LoggerMessage(4010, LogLevel.Error, "message {Id} brought out a fault of ours; it is tried again, and set aside after three such faults")]
    public static partial void MessageFault(ILogger logger, SpoolId id, Exception exception);

    [LoggerMessage(4011, LogLevel.Error, "a worker of {Site} ended by a fault of ours; it begins anew")]
    public static partial void WorkerFault(ILogger logger, string site, Exception exception);
}
