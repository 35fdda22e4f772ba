namespace Standfast.Recovery.Doctor.Facts;

/// <param name="Weight">As in docs/blocklists.md: from 0.5 on mail is refused for it.</param>
/// <param name="Removal">Page where the removal is asked for.</param>
public sealed record ListedName(string Subject, string Zone, double Weight, string Removal)
{
    /// <summary>Id of the list, as in data/blocklists.</summary>
    public string List { get; init; } = "";
}
