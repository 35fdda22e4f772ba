namespace Standfast.Recovery.Doctor;

/// <summary>What a check saw.</summary>
/// <param name="Faults">None where all is well.</param>
/// <param name="Unseen">Why something could not be looked at; null where all could. Faults count all the same.</param>
public sealed record CheckOutcome(IReadOnlyList<Fault> Faults, string? Unseen)
{
    public static CheckOutcome Good { get; } = new([], null);

    public static CheckOutcome Of(params IEnumerable<Fault> faults) => new([.. faults], null);

    public static CheckOutcome Skip(string reason) => new([], reason);

    /// <summary>A fault where it is one.</summary>
    public static CheckOutcome When(bool isWrong, Func<Fault> fault) => isWrong ? Of(fault()) : Good;
}
