using System.Collections.Frozen;
using System.Text;

namespace Standfast.Policy.Attachments;

/// <summary>Kinds of files that do not leave, by name and content; from <c>data/attachments/*.toml</c>. May be used concurrently.</summary>
public sealed class FileTypeTable
{
    /// <summary>Of a text, this much is looked at.</summary>
    private const int TextOctets = 64 * 1024;

    private readonly FrozenDictionary<string, FileType> _extensions;
    private readonly IReadOnlyList<ContentSignature> _contents;
    private readonly IReadOnlyList<TextSignature> _texts;

    internal FileTypeTable(IEnumerable<KeyValuePair<string, FileType>> extensions, IReadOnlyList<ContentSignature> contents, IReadOnlyList<TextSignature> texts, IEnumerable<string> documents, IEnumerable<string> browser)
    {
        _extensions = extensions.ToFrozenDictionary();
        (_contents, _texts) = (contents, texts);
        (Documents, Browser) = (documents.ToFrozenSet(), browser.ToFrozenSet());
    }

    /// <summary>Endings of names that readers trust.</summary>
    public IReadOnlySet<string> Documents { get; }

    /// <summary>Endings of names that a browser opens.</summary>
    public IReadOnlySet<string> Browser { get; }

    /// <param name="extension">In lower case, without dot.</param>
    public FileType? ByExtension(string extension) => _extensions.GetValueOrDefault(extension);

    /// <param name="isPlainText">The name says so.</param>
    public FileType? ByContent(ReadOnlySpan<byte> content, bool isPlainText)
    {
        foreach (var signature in _contents)
            if (signature.Matches(content))
                return signature.Type;
        if (AsText(content) is not { } text) return null;
        foreach (var signature in _texts)
            if ((signature.IsForPlainText || !isPlainText) && signature.Matches(text))
                return signature.Type;
        return null;
    }

    /// <returns>Null where it is none.</returns>
    private static string? AsText(ReadOnlySpan<byte> content)
    {
        content = content[..Math.Min(content.Length, TextOctets)];
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(content[2..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(content[2..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) content = content[3..];
        return content.IsEmpty || content.Contains((byte)0) ? null : Encoding.Latin1.GetString(content);
    }
}
