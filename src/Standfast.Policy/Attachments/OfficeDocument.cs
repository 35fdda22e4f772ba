using System.Text;
using System.Text.RegularExpressions;

namespace Standfast.Policy.Attachments;

/// <summary>Reads the parts of Office documents that are zips (ECMA-376, ODF 1.3) for what would run.</summary>
internal static partial class OfficeDocument
{
    /// <summary>Of a part's XML this much is looked at; ours. Those that count have a few kilobytes.</summary>
    private const int XmlOctets = 1024 * 1024;

    /// <returns>What the part holds, as the end of "NAME …"; null where that is nothing.</returns>
    public static (string Rule, bool IsRemote)? Judge(string part, ReadOnlySpan<byte> content, bool isOpenDocument)
    {
        var name = part.Replace('\\', '/').TrimStart('/');
        var file = name[(name.LastIndexOf('/') + 1)..];
        if (file.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase)) return ("holds macros (a VBA project)", false);
        if (name.StartsWith("xl/macrosheets/", StringComparison.OrdinalIgnoreCase)) return ("holds macros (an Excel 4.0 macro sheet)", false);
        if (isOpenDocument && name.StartsWith("Basic/", StringComparison.Ordinal) && file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && content.IndexOf("script:module"u8) >= 0) return ("holds macros (LibreOffice Basic)", false);
        if (isOpenDocument && name.StartsWith("Scripts/", StringComparison.Ordinal) && file.Length > 0) return ("holds macros (scripts)", false);
        if (name.Equals("[Content_Types].xml", StringComparison.OrdinalIgnoreCase))
        {
            var types = Text(content);
            // The parts can have any name: the type tells.
            if (types.Contains("vnd.ms-office.vbaProject", StringComparison.OrdinalIgnoreCase)) return ("holds macros (a VBA project)", false);
            if (types.Contains("macrosheet+xml", StringComparison.OrdinalIgnoreCase)) return ("holds macros (an Excel 4.0 macro sheet)", false);
        }

        return file.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) ? Remote(Text(content)) : null;
    }

    /// <summary>Hyperlinks and pictures from elsewhere are usual; what is loaded as document, object or template is not. A template's path on the sender's own disk stands in honest documents.</summary>
    private static (string Rule, bool IsRemote)? Remote(string relationships)
    {
        var count = 0;
        foreach (Match match in Relationship().Matches(relationships))
        {
            if (++count > 10_000) break;
            var element = match.Value;
            if (!External().IsMatch(element) || Loading().Match(element) is not { Success: true } type || Target().Match(element) is not { Success: true } target) continue;
            if (IsElsewhere(target.Groups[1].Value)) return ($"loads its {type.Groups[1].Value} from elsewhere", true);
        }

        return null;
    }

    private static bool IsElsewhere(string target)
    {
        var address = System.Net.WebUtility.HtmlDecode(target).Trim();
        foreach (var scheme in (string[])["http:", "https:", "ftp:", "mhtml:", "ms-", "script:", "javascript:"])
            if (address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return true;
        // A share of the sender's own network has a name without dots; one with dots, or a port, is on the Internet.
        var share = Share().Match(address);
        return share.Success && share.Groups[1].ValueSpan.ContainsAny('.', '@');
    }

    private static string Text(ReadOnlySpan<byte> content)
    {
        content = content[..Math.Min(content.Length, XmlOctets)];
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(content);
        return content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode.GetString(content) : Encoding.UTF8.GetString(content);
    }

    [GeneratedRegex("<(?:[a-z]+:)?Relationship [^>]*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Relationship();

    [GeneratedRegex(@"TargetMode\s*=\s*[""']External", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex External();

    [GeneratedRegex(@"Type\s*=\s*[""'][^""']*/(attachedTemplate|oleObject|subDocument|frame|aFChunk|package|control)[""']", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Loading();

    [GeneratedRegex(@"Target\s*=\s*[""']([^""']*)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Target();

    [GeneratedRegex(@"^(?:file:)?[/\\]{2,5}([^/\\]+)[/\\]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Share();
}
