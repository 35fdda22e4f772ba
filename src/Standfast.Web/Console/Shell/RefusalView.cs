namespace Standfast.Web.Console.Shell;

/// <summary>What is answered where nothing was done.</summary>
/// <param name="Back">A path of the console.</param>
public sealed record RefusalView(string Title, string Text, string Back);
