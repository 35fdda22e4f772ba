namespace Standfast.Web.Console.Shell;

/// <summary>The rooms there are, in the order of the navigation; goes with each route of the console as metadata.</summary>
internal sealed record ConsoleNavigation(IReadOnlyList<ConsoleRoom> Rooms);
