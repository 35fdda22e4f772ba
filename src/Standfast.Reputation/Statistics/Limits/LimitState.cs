namespace Standfast.Reputation.Statistics.Limits;

/// <summary>How a part of the mail stands to a limit; the worse, the higher.</summary>
public enum LimitState
{
    /// <summary>Too little mail to say.</summary>
    Unknown,

    Ok,
    Near,
    Over,
}
