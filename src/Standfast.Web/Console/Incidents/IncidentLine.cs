using Standfast.Api;

namespace Standfast.Web.Console.Incidents;

/// <summary>An incident in the list.</summary>
/// <param name="Name">Of the counterparty, for people.</param>
public sealed record IncidentLine(IncidentResponse Incident, string Name, string Sentence, string Next);
