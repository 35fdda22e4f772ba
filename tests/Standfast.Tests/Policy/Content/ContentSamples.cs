using System.Text;
using Standfast.Policy.Content;
using Standfast.Policy.Content.Rules;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Policy.Content;

/// <summary>Messages for the content rules, and the rules with the lists that are shipped.</summary>
internal static class ContentSamples
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public static ContentLists Lists { get; } = ReadLists();

    public static ContentOptions Options { get; } = new();

    private static readonly ContentScorer s_scorer = new(Lists, Options);

    /// <summary>A bulk message with all that the law demands.</summary>
    public const string Footer = "\r\n\r\nExample Shop, 12 Harbour Street, Bristol\r\nUnsubscribe: https://example.org/u/1\r\n";

    /// <param name="text">LF becomes CRLF.</param>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static MessageView View(string text) => MessageView.Parse(Bytes(text));

    public static MessageView ViewOfHtml(string html) => View($"Content-Type: text/html; charset=utf-8\n\n{html}");

    public static ContentReport Judge(ReadOnlyMemory<byte> content, bool isBulk = false) => s_scorer.Score(ContentMessage.Create(content, MessageView.Parse(content), null, isBulk, Now));

    /// <param name="fields">Beside From; lines ended by LF.</param>
    public static ContentReport Judge(string fields, string body = "A line of text.\n", bool isBulk = false, string from = "Example Shop <news@example.org>") =>
        Judge(Bytes($"From: {from}\n{fields}{(fields.Length == 0 || fields.EndsWith('\n') ? "" : "\n")}\n{body}"), isBulk);

    public static IEnumerable<string> Ids(ContentReport report) => report.Findings.Select(finding => finding.Id);

    private static ContentLists ReadLists()
    {
        var (lists, mistakes) = ContentLists.ReadFolder(Path.Combine(Repository.Root, "data", "content"));
        Assert.Equal([], mistakes);
        return lists;
    }
}
