namespace Standfast.Reputation.States;

/// <summary>One piece of evidence, word for word.</summary>
/// <param name="Message">Id of the message; null where the whole connection was refused, and for reports that name none.</param>
/// <param name="Text">What the remote side said, at most <see cref="MaxLength"/> characters.</param>
public sealed record StateSample(DateTimeOffset At, string? Message, string Text)
{
    public const int MaxLength = 1_000;

    public static StateSample Of(DateTimeOffset at, string? message, string text) => new(at, message, text.Length <= MaxLength ? text : text[..MaxLength]);
}
