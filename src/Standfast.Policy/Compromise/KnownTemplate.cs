namespace Standfast.Policy.Compromise;

/// <summary>A kind of message that a sender sends again and again.</summary>
/// <param name="Subject">Of the message that it was learned from.</param>
internal sealed record KnownTemplate(TextSketch Sketch, string Subject)
{
    public long Count { get; set; }

    /// <summary>Since 1970.</summary>
    public long LastHour { get; set; }
}
