namespace Standfast.Recovery.Doctor;

/// <summary>One line of the audit.</summary>
/// <param name="Id">"DR-" and four digits; it never changes its meaning.</param>
/// <param name="Subject">What it is about, such as a file, an address or a domain; "" where there is only one.</param>
/// <param name="Cause">One sentence; "" where all is well.</param>
/// <param name="Fix">A command, a setting or a record to publish; "" where there is nothing to do.</param>
/// <param name="Repair">What <c>--fix</c> would do; null where it must be done by hand.</param>
public sealed record CheckResult(string Id, CheckArea Area, CheckStatus Status, string Title, string Subject, string Cause, string Fix, Repair? Repair);
