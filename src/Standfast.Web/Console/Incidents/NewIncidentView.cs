namespace Standfast.Web.Console.Incidents;

/// <summary>A notice that is pasted.</summary>
public sealed record NewIncidentView(string Notice, string Counterparty)
{
    /// <summary>Why no incident was opened; "" where nothing was tried.</summary>
    public string Error { get; init; } = "";
}
