namespace Standfast.Web.Console.Held;

/// <summary>What is released or deleted together.</summary>
/// <param name="Kind">One of the words here.</param>
public sealed record HeldTarget(string Kind, string Id)
{
    public const string Group = "group", Message = "message", Sender = "sender", Pause = "pause";

    /// <summary>What a press on the button does.</summary>
    public const string Release = "release", Delete = "delete", Return = "return";

    /// <summary>Whether the action is there for it: a pause is only lifted, and of a sender nothing is returned.</summary>
    public bool Allows(string action) => action switch
    {
        Release => Kind is Group or Message or Sender or Pause,
        Delete => Kind is Group or Message or Sender,
        Return => Kind is Group or Message,
        _ => false,
    };
}
