using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Incidents;

/// <summary>Stages and states of steps, as a badge says them.</summary>
internal static class StageWords
{
    /// <summary>In their order; after a refusal it begins again at the cause.</summary>
    public static IReadOnlyList<string> Way { get; } = ["detected", "contained", "diagnosed", "remedied", "requested", "reinstated", "ramping", "closed"];

    public static BadgeTone ToneOf(string stage) => stage switch
    {
        "detected" or "refused" => BadgeTone.Bad,
        "contained" => BadgeTone.Held,
        "diagnosed" or "remedied" => BadgeTone.Watch,
        "requested" or "ramping" => BadgeTone.Slow,
        "reinstated" => BadgeTone.Good,
        _ => BadgeTone.Quiet,
    };

    public static BadgeTone ToneOfStep(string state) => state switch
    {
        "done" or "signed" => BadgeTone.Good,
        "failing" => BadgeTone.Bad,
        "overridden" => BadgeTone.Watch,
        _ => BadgeTone.Quiet,
    };

    /// <summary>As one would say it at a button.</summary>
    public static string Title(string stage) => stage switch
    {
        "contained" => "What did the harm is stopped",
        "diagnosed" => "The cause is to be looked for again",
        "remedied" => "The cause is mended",
        "requested" => "I have asked them",
        "reinstated" => "They let us send again",
        "refused" => "They said no",
        "ramping" => "Sending comes back",
        "closed" => "It is over",
        _ => stage,
    };

    public static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
