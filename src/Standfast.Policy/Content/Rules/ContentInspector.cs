using Standfast.Policy.Content.Listings;

namespace Standfast.Policy.Content.Rules;

/// <summary>Gives the report on a message before it is sent: the same as at its final dot, on a stream that is named.</summary>
public sealed class ContentInspector(ContentScorer scorer, ContentOptions options, IDomainListing listing, TimeProvider time)
{
    public ContentOptions Options => options;

    /// <param name="content">Header section, empty line, body. Where every line ends with LF alone, as in files, it is read as if with CRLF.</param>
    /// <param name="isBulk">Null: as the message says of itself.</param>
    public async Task<(ContentReport Report, bool IsBulk)> InspectAsync(ReadOnlyMemory<byte> content, bool? isBulk, CancellationToken cancellationToken)
    {
        content = LineEnds.Restore(content);
        var view = MessageView.Parse(content);
        var message = ContentMessage.Create(content, view, null, isBulk ?? false, time.GetUtcNow());
        if (isBulk is null && message.SaysItIsBulk) message = ContentMessage.Create(content, view, message.Headers, true, time.GetUtcNow());
        // Asked for one message, the lists are asked whatever the stream.
        return (scorer.Score(message, await ListedLinks.FindAsync(view, listing, cancellationToken)), message.IsBulk);
    }
}
