using Microsoft.Extensions.Logging;

namespace Standfast.Queue;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "the wall clock jumped by {Jump} to {Wall}; retries keep their pace, and nothing expires until it has been stable for 10 minutes")]
    public static partial void ClockJumped(ILogger logger, TimeSpan jump, DateTimeOffset wall);

    [LoggerMessage(2003, LogLevel.Warning, "what is known of the clock could not be saved; a jump of the wall clock while the server is down may go unnoticed")]
    public static partial void ClockNotSaved(ILogger logger, Exception exception);

    [LoggerMessage(2004, LogLevel.Information, "the machine was off for {Time} by a clock that may still be corrected; nothing expires for 10 minutes")]
    public static partial void ClockUnsure(ILogger logger, TimeSpan time);

    [LoggerMessage(2002, LogLevel.Information, "the wall clock is stable again; mail expires as before")]
    public static partial void ClockSettled(ILogger logger);
}
