namespace Standfast.Reputation.Classification;

/// <summary>Reads remote replies. Answers at once, in time linear in the text; may be called concurrently.</summary>
public interface IReplyClassifier
{
    /// <param name="text">The reply as one line or more, or the diagnostic text of a bounce. Of a longer one the first 4,000 characters count.</param>
    /// <param name="provider">As in <see cref="Standfast.Events.AttemptDetail.Provider"/>; null where it is not known.</param>
    /// <param name="phase">As in <see cref="Standfast.Events.AttemptDetail.Phase"/>; null where it is not known.</param>
    /// <param name="isOwnRelay">The peer is our own upstream relay.</param>
    ReplyClass Classify(string text, string? provider, string? phase = null, bool isOwnRelay = false);
}
