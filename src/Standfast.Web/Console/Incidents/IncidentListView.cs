using Standfast.Recovery;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Remedies;

namespace Standfast.Web.Console.Incidents;

/// <summary>Incidents of one state, newest first; the open ones before those that are over.</summary>
/// <param name="Filter">open, all, or a stage.</param>
/// <param name="Open">How many are not over.</param>
/// <param name="All">How many are known.</param>
public sealed record IncidentListView(IReadOnlyList<IncidentLine> Lines, string Filter, int Open, int All)
{
    public const string OpenOnes = "open", AllOnes = "all";

    /// <summary>Incidents that are shown; ours.</summary>
    public const int MaxLines = 200;

    internal static IReadOnlyList<string> Filters { get; } = [OpenOnes, AllOnes, .. Enum.GetValues<IncidentStage>().Select(IncidentLife.NameOf)];

    internal static IncidentListView Of(IncidentBook incidents, RemedyBook remedies, PlaybookCatalogue playbooks, string? filter)
    {
        var wanted = filter is not null && Filters.Contains(filter) ? filter : OpenOnes;
        var all = incidents.All;
        var shown = all.Where(incident => wanted switch { OpenOnes => !incident.IsOver, AllOnes => true, _ => IncidentLife.NameOf(incident.Stage) == wanted })
            .OrderBy(incident => incident.IsOver).ThenByDescending(incident => incident.OpenedAt).Take(MaxLines);
        return new IncidentListView(
            [.. shown.Select(incident => new IncidentLine(
                IncidentView.Describe(incident), IncidentSentence.NameOf(incident, playbooks), IncidentSentence.Of(incident, playbooks), IncidentSentence.NextOf(incident, remedies.Checklist(incident).Count(line => !line.IsSettled))))],
            wanted, all.Count(incident => !incident.IsOver), all.Count);
    }
}
