namespace Standfast.Policy.Help;

/// <summary>What the server's help says about one id of a reply.</summary>
/// <param name="Id">SF- and four digits.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Meaning">What it means and why the rule is there, in plain words.</param>
/// <param name="Fix">What to do, step by step.</param>
public sealed record HelpTopic(string Id, string Title, string Meaning, string Fix);
