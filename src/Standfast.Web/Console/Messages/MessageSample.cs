using System.Text;
using Standfast.Mail;
using Standfast.Policy.Content;
using Standfast.Queue;

namespace Standfast.Web.Console.Messages;

/// <summary>What a person is shown of a stored message: text, never markup, and bounded.</summary>
/// <param name="Headers">As they came.</param>
/// <param name="Text">What a reader would see.</param>
/// <param name="IsCut">There is more of it than is shown.</param>
public sealed record MessageSample(string Subject, string Headers, string Text, IReadOnlyList<string> Links, IReadOnlyList<string> Attachments, long SizeOctets, bool IsCut)
{
    /// <summary>Octets of a message that are read, characters of its header and of its text, and links and attachments that are named; ours.</summary>
    public const int MaxOctets = 256 * 1024, MaxHeaders = 16_000, MaxText = 8_000, MaxNames = 20;

    /// <returns>Null where it is not stored any more, or cannot be read.</returns>
    internal static async Task<MessageSample?> ReadAsync(ISpool spool, SpoolId id, CancellationToken stop)
    {
        try
        {
            return await spool.ReadAsync(id, stop) is { } stored ? Of(await BeginningAsync(stored.Content, stop), stored.Content.SizeOctets) : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
    }

    internal static MessageSample Of(ReadOnlyMemory<byte> beginning, long sizeOctets)
    {
        var view = MessageView.Parse(beginning);
        var text = (view.Text.Length > 0 ? view.Text : view.VisibleText).Trim();
        var headers = Encoding.UTF8.GetString(beginning.Span[..Math.Min(view.HeaderOctets, beginning.Length)]).Trim();
        return new MessageSample(
            view.Subject, Cut(headers, MaxHeaders), Cut(text, MaxText), [.. view.Links.Select(link => Cut(link.Href, 200)).Distinct().Take(MaxNames)], [.. view.Attachments.Select(one => Cut(one.FileName.Length > 0 ? one.FileName : one.ContentType, 200)).Take(MaxNames)],
            sizeOctets, sizeOctets > beginning.Length || headers.Length > MaxHeaders || text.Length > MaxText);
    }

    private static async Task<ReadOnlyMemory<byte>> BeginningAsync(IMessageContent content, CancellationToken stop)
    {
        var read = new MemoryStream();
        await foreach (var piece in content.ReadAsync(stop))
        {
            read.Write(piece.Span[..(int)Math.Min(piece.Length, MaxOctets - read.Length)]);
            if (read.Length == MaxOctets) break;
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] + " …" : text;
}
