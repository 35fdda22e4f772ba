namespace Standfast.Policy.Phishing;

/// <summary>One thing that phishing does and honest mail seldom.</summary>
/// <param name="Id">Its help topic.</param>
/// <param name="Points">1 proves nothing; <see cref="PhishingVerdict.CertainPoints"/> or more hardly ever happens in honest mail.</param>
/// <param name="Subject">The link, field or attachment.</param>
/// <param name="Rule">What is wrong, as the end of a sentence that begins with the subject.</param>
public sealed record PhishingSign(string Id, int Points, string Subject, string Rule);
