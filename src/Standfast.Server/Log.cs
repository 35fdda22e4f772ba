namespace Standfast.Server;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "ready: {Hostname} accepts on {Listeners}")]
    public static partial void Ready(ILogger logger, string hostname, string listeners);

    [LoggerMessage(1002, LogLevel.Error, "session {Session} ended by a fault of ours")]
    public static partial void SessionFault(ILogger logger, string session, Exception exception);

    [LoggerMessage(1003, LogLevel.Information, "{Count} facts came back from the spool after a crash")]
    public static partial void Replayed(ILogger logger, int count);

    [LoggerMessage(1004, LogLevel.Information, "stopping: open transactions may finish")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(1005, LogLevel.Warning, "systemd could not be told {State}")]
    public static partial void SystemdNotTold(ILogger logger, string state, Exception exception);

    [LoggerMessage(1006, LogLevel.Critical, "deliveries have ended by a fault; mail is accepted and kept, restart the server to send it")]
    public static partial void DeliveryFault(ILogger logger, Exception exception);

    [LoggerMessage(1007, LogLevel.Error, "what was learned about sites cannot be read ({Damage}); the file is set aside as shaping.db.damaged, and it is learned again")]
    public static partial void ShapingSetAside(ILogger logger, string damage);

    [LoggerMessage(1008, LogLevel.Critical, "the server ends with exit code {Code} to be started anew: only a start reads what is on disk")]
    public static partial void EndsToBeStartedAnew(ILogger logger, int code);

    [LoggerMessage(1009, LogLevel.Error, "{Count} damaged places were found in the spool; the mail in them is not sent, what is left of it is in quarantine-*.bin beside the segments")]
    public static partial void SpoolDamaged(ILogger logger, long count);

    [LoggerMessage(1019, LogLevel.Warning, "the process may open few files: at most {In} SMTP connections come in and {Out} go out at once")]
    public static partial void FewFiles(ILogger logger, int @in, int @out);

    [LoggerMessage(1010, LogLevel.Warning, "no new mail is taken: {Reason}")]
    public static partial void SpoolShort(ILogger logger, string reason);

    [LoggerMessage(1011, LogLevel.Information, "new mail is taken again: there is space")]
    public static partial void SpoolHasSpace(ILogger logger);

    [LoggerMessage(1012, LogLevel.Critical, "nothing more is acknowledged: {Reason}")]
    public static partial void SpoolFailed(ILogger logger, string reason);

    [LoggerMessage(1013, LogLevel.Warning, "the spool is on {FileSystem}: {Concern}")]
    public static partial void SpoolHome(ILogger logger, string fileSystem, string concern);

    [LoggerMessage(1015, LogLevel.Warning, "guard: {Id} {Action} for account {Account}, credential {Credential}, message {Spool}: {Subject}: {Rule}")]
    public static partial void GuardFinding(ILogger logger, string id, Standfast.Policy.Checks.GuardAction action, string account, string? credential, string? spool, string subject, string rule);

    [LoggerMessage(1016, LogLevel.Warning, "guard: {Id} was noted {Count} more times since, for account {Account}, credential {Credential}")]
    public static partial void GuardNotedAgain(ILogger logger, string id, int count, string account, string? credential);

    [LoggerMessage(1070, LogLevel.Error, "alert: {Kind} of {Subject} ({Account}): {Id} {Text}; {NextStep}")]
    public static partial void Alert(ILogger logger, string kind, string subject, string account, string id, string text, string nextStep);

    [LoggerMessage(1071, LogLevel.Warning, "an alert could not be given to {Where}")]
    public static partial void AlertNotGiven(ILogger logger, string where, Exception exception);

    [LoggerMessage(1072, LogLevel.Error, "what senders normally do, or a hold, could not be saved; it is tried again")]
    public static partial void HabitsNotSaved(ILogger logger, Exception exception);

    [LoggerMessage(1080, LogLevel.Warning, "the scanner {Scanner} at {Address} does not answer: {Reason}")]
    public static partial void ScannerDown(ILogger logger, string scanner, string address, string reason);

    [LoggerMessage(1081, LogLevel.Information, "the scanner {Scanner} at {Address} answers again")]
    public static partial void ScannerUp(ILogger logger, string scanner, string address);

    [LoggerMessage(1082, LogLevel.Warning, "the blocklist {Zone} is not asked: {Problem}")]
    public static partial void DnsblBad(ILogger logger, string zone, string problem);

    [LoggerMessage(1083, LogLevel.Information, "the blocklist {Zone} is asked again")]
    public static partial void DnsblGood(ILogger logger, string zone);

    [LoggerMessage(1084, LogLevel.Information, "inbound: {Id} {Action} for client {Client}, message {Spool}: {Subject}: {Rule}")]
    public static partial void InboundFinding(ILogger logger, string id, Standfast.Policy.Checks.GuardAction action, string? client, string? spool, string subject, string rule);

    [LoggerMessage(1090, LogLevel.Warning, "sending state of {Key}: {State} by {Actor} until {Until}: {Reason}")]
    public static partial void StateChanged(ILogger logger, string key, Standfast.Reputation.States.SendingStateKind state, string actor, DateTimeOffset? until, string reason);

    [LoggerMessage(1091, LogLevel.Error, "sending states could not be written; they are in force, and it is tried again")]
    public static partial void StatesNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(1092, LogLevel.Error, "incident {Id} {Status}: {Counterparty}, {Cause}, {Scope}: {Text}")]
    public static partial void IncidentTurned(ILogger logger, string id, Standfast.Recovery.IncidentStatus status, string counterparty, string cause, string scope, string text);

    [LoggerMessage(1093, LogLevel.Error, "an incident could not be written; it is tried again")]
    public static partial void IncidentNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(1094, LogLevel.Information, "incident {Id} is {Stage} by {Actor}: {Text}")]
    public static partial void IncidentMoved(ILogger logger, string id, string stage, string actor, string text);

    [LoggerMessage(1095, LogLevel.Error, "the return after incident {Id} could not begin; it is tried again")]
    public static partial void ReturnNotBegun(ILogger logger, string id, Exception exception);

    [LoggerMessage(1096, LogLevel.Warning, "mail to {Recipient} from {From} reads like a notice, but {Why}; it changes nothing: {Text}")]
    public static partial void NoticeTold(ILogger logger, string recipient, string from, string why, string text);

    [LoggerMessage(1120, LogLevel.Warning, "{Id} {Scope}: {Text}; {NextStep}")]
    public static partial void StandingLost(ILogger logger, string id, string scope, string text, string nextStep);

    [LoggerMessage(1121, LogLevel.Information, "{Id} {Scope} is over: {Text}")]
    public static partial void StandingMended(ILogger logger, string id, string scope, string text);

    [LoggerMessage(1122, LogLevel.Error, "what lists and the DNS say of this server could not be written; it is tried again")]
    public static partial void ListingsNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(1014, LogLevel.Error, "the event log could not be made durable; the spool keeps its facts, and it is tried again")]
    public static partial void EventsNotDurable(ILogger logger, Exception exception);

    [LoggerMessage(1017, LogLevel.Error, "{Work} failed and begins again in a minute")]
    public static partial void LoopFailed(ILogger logger, string work, Exception exception);

    [LoggerMessage(1018, LogLevel.Error, "{Part} could not be closed; the others are")]
    public static partial void NotClosed(ILogger logger, string part, Exception exception);

    [LoggerMessage(1030, LogLevel.Error, "addresses that bounced for good could not be put on the suppression list; they bounce again")]
    public static partial void BouncesNotSuppressed(ILogger logger, Exception exception);

    [LoggerMessage(1100, LogLevel.Warning, "the replies that no rule knew could not be saved; it is tried again")]
    public static partial void RepliesNotSaved(ILogger logger, Exception exception);

    [LoggerMessage(1031, LogLevel.Error, "opens and clicks could not be recorded; those of the last seconds are missing")]
    public static partial void TrackingNotRecorded(ILogger logger, Exception exception);

    [LoggerMessage(1020, LogLevel.Error, "what is paused could not be held, or released; it is tried again")]
    public static partial void PausesNotSettled(ILogger logger, Exception exception);

    [LoggerMessage(1110, LogLevel.Error, "statistics could not be written; nothing is lost, and it is tried again")]
    public static partial void StatisticsNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(1112, LogLevel.Warning, "unlike itself: {Text}")]
    public static partial void AnomalyBegan(ILogger logger, string text);

    [LoggerMessage(1113, LogLevel.Information, "as usual again since {Until}: {Text}")]
    public static partial void AnomalyEnded(ILogger logger, DateTimeOffset? until, string text);

    [LoggerMessage(1114, LogLevel.Warning, "limit {Limit} {State}: {Text}")]
    public static partial void LimitWorsened(ILogger logger, string limit, Standfast.Reputation.Statistics.Limits.LimitState state, string text);

    [LoggerMessage(1115, LogLevel.Error, "what is unlike itself, or near a limit, could not be found out; it is tried again")]
    public static partial void StatisticsNotWatched(ILogger logger, Exception exception);

    [LoggerMessage(1111, LogLevel.Warning, "the event log ends before what the statistics have counted: it was replaced, or restored; they go on from its end")]
    public static partial void StatisticsAhead(ILogger logger);
}
