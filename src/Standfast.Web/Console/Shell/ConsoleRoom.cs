namespace Standfast.Web.Console.Shell;

/// <summary>A room's place in the navigation.</summary>
/// <param name="Path">Where it begins, such as "/console/held"; what lies below it belongs to it.</param>
/// <param name="Title">One or two words.</param>
public sealed record ConsoleRoom(string Path, string Title)
{
    public const string Root = "/console";

    public bool Holds(string path) => path == Path || (Path != Root && path.StartsWith(Path + "/", StringComparison.Ordinal));
}
