using Standfast.Web.Console.Messages;

namespace Standfast.Web.Console.Held;

/// <summary>What is about to be released, deleted or returned: how much it is, and what it looks like.</summary>
/// <param name="Action">release, delete or return.</param>
/// <param name="Name">For people.</param>
/// <param name="Messages">Counted now.</param>
public sealed record HeldActionView(string Action, HeldTarget Target, string Name, string Why, long Messages, long Recipients, IReadOnlyList<HeldLine> Lines)
{
    /// <summary>The first of it; null where it cannot be read.</summary>
    public MessageSample? Sample { get; init; }

    /// <summary>A stop that would hold it again, or that stays; "" where there is none.</summary>
    public string Warning { get; init; } = "";

    /// <summary>What was typed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why it was not done; "" where nothing was tried.</summary>
    public string Error { get; init; } = "";

    public string Verb => Action switch { HeldTarget.Release => Target.Kind is HeldTarget.Pause ? "Resume" : "Release", HeldTarget.Delete => "Delete", _ => "Return" };

    /// <summary>In one sentence.</summary>
    public string Effect => (Action, Target.Kind) switch
    {
        (HeldTarget.Release, HeldTarget.Sender) => "The sender may send again, what is held of it goes out now, and what it did counts as normal from now on.",
        (HeldTarget.Release, HeldTarget.Pause) => "New mail is taken again, and what the pause held goes out now.",
        (HeldTarget.Release, _) => "It goes out now.",
        (HeldTarget.Delete, HeldTarget.Sender) => "It ends here, and nobody is told. The sender stays held: whoever sent this may still know its password.",
        (HeldTarget.Delete, _) => "It ends here, and nobody is told.",
        _ => "It ends here, and its senders get a report that it was not delivered.",
    };

    /// <summary>The count that the button states.</summary>
    public string Count => $"{Messages} {(Messages == 1 ? "message" : "messages")} to {Recipients} {(Recipients == 1 ? "recipient" : "recipients")}";
}
