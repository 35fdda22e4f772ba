using Standfast.Policy.Checks;

namespace Standfast.Policy.Phishing;

/// <summary>All signs of a message, of each kind the strongest.</summary>
/// <param name="Signs">Strongest first.</param>
public sealed record PhishingVerdict(IReadOnlyList<PhishingSign> Signs)
{
    /// <summary>Sums from which on something is done; ours, set so that the honest mail of the public corpora stays below (docs/spam.md).</summary>
    public const int NotePoints = 3;

    public const int HoldPoints = 6;

    public const int RefusePoints = 10;

    /// <summary>Nothing is refused without one sign of this weight: weak ones add up to a hold, which a person can undo.</summary>
    public const int CertainPoints = 8;

    public int Points => Signs.Sum(sign => sign.Points);

    /// <summary>Null where there is nothing to say.</summary>
    public GuardAction? Action =>
        Points < NotePoints ? null
        : Points < HoldPoints ? GuardAction.Note
        : Points >= RefusePoints && Signs[0].Points >= CertainPoints ? GuardAction.Refuse
        : GuardAction.Hold;
}
