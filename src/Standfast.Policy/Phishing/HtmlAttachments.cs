using System.Text;
using Standfast.Policy.Content;

namespace Standfast.Policy.Phishing;

/// <summary>Pages that travel as attachments: opened, they run beside any filter and any warning of the browser.</summary>
internal static class HtmlAttachments
{
    /// <summary>What is looked at of each; ours. The page must ask early for what it wants.</summary>
    private const int MaxScanned = 262_144;

    /// <summary>Larger pages hold libraries of honest reports, in which these calls are usual; ours.</summary>
    private const int MaxObfuscated = 131_072;

    private static readonly string[] s_obfuscation = ["atob(", "unescape(", "fromcharcode", "eval(", "document.write(", "decodeuricomponent(", "charcodeat", "new function("];

    private static readonly string[] s_redirection = ["window.location", "location.href", "location.replace", "location.assign", "document.location", "http-equiv=\"refresh", "http-equiv='refresh", "http-equiv=refresh"];

    public static bool IsHtml(AttachmentView attachment) =>
        attachment.ContentType is "text/html" or "application/xhtml+xml" or "image/svg+xml" || attachment.FileName.ToLowerInvariant().Trim() is var name
        && (name.EndsWith(".html", StringComparison.Ordinal) || name.EndsWith(".htm", StringComparison.Ordinal) || name.EndsWith(".shtml", StringComparison.Ordinal) || name.EndsWith(".xhtml", StringComparison.Ordinal)
            || name.EndsWith(".svg", StringComparison.Ordinal) || name.EndsWith(".mht", StringComparison.Ordinal) || name.EndsWith(".mhtml", StringComparison.Ordinal));

    public static void Read(PhishingSubject subject, PhishingKnowledge knowledge, SignList signs)
    {
        foreach (var attachment in subject.View.Attachments)
        {
            if (!IsHtml(attachment)) continue;
            var content = Decode(attachment.Content.Span);
            var (points, rule) = Judge(content, attachment.Content.Length, attachment.ContentType == "image/svg+xml" || attachment.FileName.EndsWith(".svg", StringComparison.OrdinalIgnoreCase));
            if (points is >= 4 and < 10 && knowledge.Phrases.AskForCredentials(content)) points = Math.Min(10, points + 3);
            signs.Add("SF-5109", points, $"the attachment \"{attachment.FileName}\"", rule);
        }
    }

    private static (int Points, string Rule) Judge(string content, int size, bool isImage)
    {
        bool Has(string text) => content.Contains(text, StringComparison.OrdinalIgnoreCase);
        var runs = Has("<script") || Has("javascript:") || Has(" onload=");
        if (BodySigns.AsksForPassword(content)) return (10, "is a page that asks for a password");
        if (isImage) return runs || Has("<foreignobject") ? (10, "is a picture that runs a program") : (0, "");
        var tricks = runs && size <= MaxObfuscated ? s_obfuscation.Count(Has) : 0;
        if (tricks > 1) return (10, "is a page whose program hides what it does");
        if (tricks == 1) return (6, "is a page whose program builds it when it is opened");
        if (s_redirection.Any(Has) && (runs || Has("<meta"))) return (7, "is a page that leads on by itself");
        if (Has("<form") && Has("<input")) return (6, "is a page with a form");
        return runs ? (1, "is a page with a program") : (0, "");
    }

    private static string Decode(ReadOnlySpan<byte> content)
    {
        content = content[..Math.Min(content.Length, MaxScanned)];
        return content is [0xFF, 0xFE, ..] ? Encoding.Unicode.GetString(content[2..]) : content is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(content[2..]) : Encoding.Latin1.GetString(content);
    }
}
