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

    [LoggerMessage(3004, LogLevel.Information, "a feedback report ({Type}) from {Reporter} brings back no message of ours; it changes nothing")]
    public static partial void FeedbackUnproven(ILogger logger, string type, string? reporter);

    [LoggerMessage(3005, LogLevel.Information, "a {Kind} report from {Origin} is not kept: it {Reason}")]
    public static partial void ReportNotKept(ILogger logger, string kind, string origin, string reason);

    [LoggerMessage(3006, LogLevel.Error, "mail to {Recipient} was accepted, but what it says of an incident could not be kept")]
    public static partial void CorrespondenceNotKept(ILogger logger, string recipient, Exception exception);
}
