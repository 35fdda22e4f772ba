namespace Standfast.Web.Console.Messages;

/// <summary>What was found, the newest first.</summary>
/// <param name="IsPart">There may be more, older ones.</param>
public sealed record MessageListView(MessageQuery Query, IReadOnlyList<MessageLine> Lines, bool IsPart)
{
    /// <summary>Why nothing was searched; "" where it was.</summary>
    public string Error { get; init; } = "";
}
