namespace Standfast.Web.Console.Held;

/// <summary>Mail of one sender that is held for one reason.</summary>
/// <param name="Key">Made of both, so that a link to it stays good while there is such mail.</param>
/// <param name="Who">The credential, the account, or from outside.</param>
/// <param name="Why">As it was said when it was held; of a finding its id.</param>
/// <param name="Lines">Oldest first.</param>
public sealed record HeldGroup(string Key, string Who, string Why, IReadOnlyList<HeldLine> Lines)
{
    public int Messages => Lines.Count;

    public int Recipients => Lines.Sum(line => line.Recipients.Count);

    public DateTimeOffset Oldest => Lines.Min(line => line.AcceptedAt);

    /// <summary>All that was said of the first of it.</summary>
    public string Detail { get; init; } = "";

    /// <summary>A stopped sender of which this is, so that released mail would be held again; null where there is none.</summary>
    public StoppedSender? StoppedBy { get; init; }
}
