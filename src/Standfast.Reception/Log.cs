using Microsoft.Extensions.Logging;
using Standfast.Mail;

namespace Standfast.Reception;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "session {Session}: message {Id} could not be stored; the client was told to try again")]
    public static partial void NotStored(ILogger logger, string session, SpoolId id, Exception exception);

    [LoggerMessage(3002, LogLevel.Error, "the DKIM key of {Domain} cannot be read; its mail waits at the client")]
    public static partial void KeyUnavailable(ILogger logger, string domain, Exception exception);

    [LoggerMessage(3003, LogLevel.Warning, "the DKIM key of {Domain} cannot be read; notifications go unsigned")]
    public static partial void ReportUnsigned(ILogger logger, string domain, Exception exception);
}
