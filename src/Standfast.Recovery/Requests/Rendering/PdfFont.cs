namespace Standfast.Recovery.Requests.Rendering;

/// <summary>The number is that in the file's resources.</summary>
internal enum PdfFont
{
    Normal = 1,
    Bold = 2,
    Mono = 3,
}
