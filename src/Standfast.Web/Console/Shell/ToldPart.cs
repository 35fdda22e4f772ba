namespace Standfast.Web.Console.Shell;

/// <summary>A piece of a sentence.</summary>
/// <param name="Text">As it is shown.</param>
/// <param name="Path">Of the console, where a command stood; null for plain words.</param>
public sealed record ToldPart(string Text, string? Path);
