namespace Standfast.Mail.Headers;

/// <summary>One field of a header section: name, and where it stands in the section's bytes (folding and CRLF included).</summary>
public readonly record struct HeaderField(string Name, int Start, int Length);
