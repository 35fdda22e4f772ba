namespace Standfast.Api;

/// <param name="Text">A reply, of one line or more, or the diagnostic text of a bounce.</param>
/// <param name="Provider">Name of a provider, or an MX host; null where it is not known.</param>
/// <param name="Phase">connect, greeting, ehlo, starttls, auth, mail, rcpt, data or content; null where it is not known.</param>
/// <param name="OwnRelay">The peer is our own upstream relay.</param>
public sealed record ClassifyRequest(string Text, string? Provider = null, string? Phase = null, bool OwnRelay = false);

/// <param name="Rule">Id of the rule in data/replies; enhanced-code, basic-code or none where no rule knew the text.</param>
/// <param name="Provider">Whose rule it is.</param>
/// <param name="Cause">Such as no-such-user, rate-limit or ip-reputation; docs/replies.md lists them.</param>
/// <param name="Scope">recipient, message, ip, domain, account or tenant: what the reply is about.</param>
/// <param name="Severity">info, warn, throttle or suspend.</param>
/// <param name="Temporary">It may be tried again later.</param>
/// <param name="Certain">A rule knew the text; else it was read from the codes.</param>
/// <param name="Infrastructure">About us or the message, not about the recipient.</param>
/// <param name="Suppresses">Mail to the recipient ends.</param>
/// <param name="Source">Where the rule is from.</param>
public sealed record ReplyClassResponse(
    string Rule, string Provider, string Cause, string Scope, string Severity, string Action, bool Temporary, bool Certain, bool Infrastructure, bool Suppresses, string? Source);

/// <param name="Text">With addresses, numbers and ids masked.</param>
/// <param name="Example">The last one, as it came.</param>
public sealed record UnknownReplyResponse(long Count, string Text, string? Provider, string? Phase, string Example, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);
