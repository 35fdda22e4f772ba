namespace Standfast.Web.Console.Shell;

/// <summary>What is said once, on the page after a change.</summary>
public sealed record ConsoleNotice(string Text, bool IsWarning);
