using Standfast.Api;

namespace Standfast.Web.Console.Incidents;

/// <summary>The request of an incident: what the counterparty will get, and what is in its way.</summary>
/// <param name="Name">Of the counterparty.</param>
/// <param name="Counterparty">PLAYBOOK or PLAYBOOK/ROUTE that was chosen; "" for the incident's own.</param>
/// <param name="Playbooks">Whom one could ask, by id.</param>
/// <param name="Statements">What the owner may say.</param>
/// <param name="Done">What people say was done, oldest first.</param>
public sealed record RequestPageView(
    IncidentResponse Incident, string Name, string Sentence, string Counterparty, IReadOnlyList<KeyValuePair<string, string>> Playbooks, IReadOnlyList<StatementField> Statements, IReadOnlyList<string> Done)
{
    /// <summary>Null where <see cref="WhyNot"/> is in its way.</summary>
    public ReinstatementResponse? Draft { get; init; }

    /// <summary>What goes with the letter, as Markdown; "" where nothing is asked for.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Why there is no draft; "" where there is one.</summary>
    public string WhyNot { get; init; } = "";

    /// <summary>Steps of the remedy are in its way: a reason passes over them.</summary>
    public bool MayPassOver { get; init; }

    /// <summary>It may go out now.</summary>
    public bool MaySend { get; init; }

    /// <summary>Why it may not; "" where it may.</summary>
    public string WhyNotSend { get; init; } = "";

    /// <summary>Steps that are left.</summary>
    public IReadOnlyList<ChecklistStepResponse> Left { get; init; } = [];

    public FormProblem Problem { get; init; } = FormProblem.None;

    public string IncidentPath => $"{IncidentsRoom.Room.Path}/{Incident.Id}";

    public string Path => $"{IncidentPath}/request";

    public string FilePath(string format) => $"{Path}/file?format={format}{(Counterparty.Length > 0 ? $"&counterparty={Uri.EscapeDataString(Counterparty)}" : "")}";
}
