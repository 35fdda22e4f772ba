namespace Standfast.Policy.Content.Mime;

/// <summary>A message taken apart.</summary>
/// <param name="Fields">Of the message itself.</param>
/// <param name="HeaderOctets">Length of its header section.</param>
internal sealed record MimeStructure(MimeFields Fields, int HeaderOctets, IReadOnlyList<MimePart> Parts, MimeFaults Faults);
