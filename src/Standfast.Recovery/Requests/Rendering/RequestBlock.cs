namespace Standfast.Recovery.Requests.Rendering;

/// <summary>One part of a document.</summary>
public abstract record RequestBlock
{
    private RequestBlock() { }

    /// <param name="Level">2 or 3; the title is 1.</param>
    public sealed record Heading(int Level, string Text) : RequestBlock;

    public sealed record Paragraph(string Text) : RequestBlock;

    public sealed record Bullets(IReadOnlyList<string> Lines) : RequestBlock;

    /// <param name="Rows">Each as long as the head.</param>
    public sealed record Table(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows) : RequestBlock;

    /// <summary>To be copied, or word for word.</summary>
    public sealed record Verbatim(string Label, string Text) : RequestBlock;
}
