using Standfast.Reputation.Classification;

namespace Standfast.Delivery.Providers;

/// <summary>What to do when a reply says that we are too fast, or not wanted.</summary>
/// <param name="Pattern">Asked of the reply as one line: code, enhanced code, text.</param>
/// <param name="For">How long; zero for <see cref="ReactionKind.Ignore"/>.</param>
public sealed record Reaction(ReplyPattern Pattern, ReactionKind Kind, TimeSpan For)
{
    /// <summary>A reply longer than this says nothing more to us.</summary>
    private const int MaxCharacters = 2_000;

    /// <summary>Transactions a second while slowed.</summary>
    public double RatePerSecond { get; init; }

    /// <summary>Holds for all sites of the provider, not only for the one that said so.</summary>
    public bool IsForProvider { get; init; }

    /// <summary>
    /// A verdict on us, not on this message: the mail is kept even when the reply is permanent, and no other source takes over
    /// what this one may not send.
    /// </summary>
    public bool IsPolicy { get; init; }

    public bool Matches(string reply) => Pattern.IsMatch(reply.AsSpan(0, Math.Min(reply.Length, MaxCharacters)));
}

public enum ReactionKind
{
    /// <summary>The reply looks like a limit and is none: greylisting.</summary>
    Ignore,

    /// <summary>Go on at a given rate by one connection.</summary>
    Slow,

    /// <summary>Send nothing, then start again with one connection.</summary>
    Suspend,
}
