namespace Standfast.Web.Console.Home;

public sealed record HomeIncident(string Id, string Counterparty, string Cause, string Scope, string Stage, DateTimeOffset Since);
