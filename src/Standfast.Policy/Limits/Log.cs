using Microsoft.Extensions.Logging;

namespace Standfast.Policy.Limits;

internal static partial class Log
{
    [LoggerMessage(6201, LogLevel.Error, "what is used of limits could not be written; mail that has limits is deferred until it can be")]
    public static partial void LedgerNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(6202, LogLevel.Information, "what is used of limits is written again")]
    public static partial void LedgerWritten(ILogger logger);

    [LoggerMessage(6203, LogLevel.Information, "limits after a crash: {Takings} takings read, {Accepted} found accepted, {GivenBack} given back")]
    public static partial void Recovered(ILogger logger, int takings, int accepted, int givenBack);
}
