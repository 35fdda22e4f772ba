namespace Standfast.Web.Console.Home;

public sealed record HomeView(int OpenIncidents, long HeldMessages);
