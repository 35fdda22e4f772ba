namespace Standfast.Web.Console.Shell;

/// <summary>Where a login leads: a place of this console, whatever the address says.</summary>
internal static class ReturnPath
{
    private const int MaxLength = 500;

    public static string Read(string? wanted) => IsOurs(wanted) ? wanted! : ConsoleRoom.Root;

    private static bool IsOurs(string? path) =>
        path is { Length: <= MaxLength } && path.StartsWith(ConsoleRoom.Root, StringComparison.Ordinal) && (path.Length == ConsoleRoom.Root.Length || path[ConsoleRoom.Root.Length] is '/' or '?')
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal) && path.All(static character => character is > ' ' and < '\x7f' and not '\\');
}
