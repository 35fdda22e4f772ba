namespace Standfast.Reputation.Feedback.Dmarc;

/// <summary>A result of DKIM or SPF, aligned or not.</summary>
/// <param name="Selector">Of a signature.</param>
/// <param name="Scope">Of SPF: mfrom or helo.</param>
/// <param name="Comment">human_result.</param>
public sealed record DmarcAuthResult(string Domain, string? Selector, string? Scope, string Result, string? Comment);
