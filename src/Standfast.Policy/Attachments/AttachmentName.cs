using System.Buffers;
using System.Globalization;
using System.Text;

namespace Standfast.Policy.Attachments;

/// <summary>A file's name as Windows would take it, and the tricks in it.</summary>
internal sealed class AttachmentName
{
    private const int SpacesThatHide = 8;

    /// <summary>Embeddings, overrides and isolates of writing direction (UAX #9), without LRE, which Windows itself puts before copied paths. Marks (LRM, RLM) are honest in Hebrew and Arabic names.</summary>
    private static readonly SearchValues<char> s_directions = SearchValues.Create("\u202B\u202D\u202E\u2066\u2067\u2068");

    public AttachmentName(string written)
    {
        HasDirection = written.AsSpan().ContainsAny(s_directions);
        var visible = new StringBuilder(written.Length);
        foreach (var character in written)
            if (char.GetUnicodeCategory(character) is not (UnicodeCategory.Format or UnicodeCategory.Control))
                visible.Append(character);
        var name = visible.ToString();
        name = name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        // An alternate stream of NTFS, such as ::$DATA, is not part of the name under which the file is saved.
        if (name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon) name = name[..colon];
        // Windows drops dots and spaces at the end.
        name = name.TrimEnd('.', ' ', '\u00A0', '\u3000');
        var parts = name.Split('.');
        Extension = parts.Length > 1 ? parts[^1].Trim().ToLowerInvariant() : "";
        Before = parts.Length > 2 ? parts[^2].Trim().ToLowerInvariant() : "";
        HidesExtension = parts.Length > 1 && Spaces(parts[^2]) + Spaces(parts[^1]) >= SpacesThatHide;
    }

    /// <summary>In lower case, without dot; empty where there is none.</summary>
    public string Extension { get; }

    /// <summary>The ending before the last, such as pdf in a.pdf.exe.</summary>
    public string Before { get; }

    /// <summary>Holds characters that turn the writing direction.</summary>
    public bool HasDirection { get; }

    /// <summary>So many spaces that the ending is out of sight.</summary>
    public bool HidesExtension { get; }

    public bool IsPlainText => Extension is "txt" or "log" or "csv" or "md" or "tsv" or "diff" or "patch";

    private static int Spaces(string text) => text.Count(char.IsWhiteSpace);
}
