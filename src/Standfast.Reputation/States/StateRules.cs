using Standfast.Reputation.Classification;

namespace Standfast.Reputation.States;

/// <summary>The numbers of the rules; docs/reputation.md has each with its fault, rule and result.</summary>
public static class StateRules
{
    /// <summary>R1: the address that we send from is blocked.</summary>
    public const string IpBlock = "rule:ip-block";

    /// <summary>R2: the domain that we send as is blocked.</summary>
    public const string DomainBlock = "rule:domain-block";

    /// <summary>R3: our own upstream relay has suspended us.</summary>
    public const string RelayBlock = "rule:relay-block";

    /// <summary>R4: the provider wants less from a source.</summary>
    public const string Throttled = "rule:throttled";

    /// <summary>R8: nearly all bad outcomes before a block were of a minority of the mail.</summary>
    public const string Culprit = "rule:culprit";

    /// <summary>A pause goes on as a ramp.</summary>
    public const string Resumption = "rule:resumption";

    /// <summary>Blocks that are certain by their text but not the words of the provider itself: so many different messages make a pause.</summary>
    public const int GenericBlocks = 2;

    /// <summary>R4: refusals that ask for less, within <see cref="ThrottleWindow"/>.</summary>
    public const int Throttles = 10;

    public static readonly TimeSpan ThrottleWindow = TimeSpan.FromMinutes(10);

    /// <summary>R4: how long a source stays slowed after the last such refusal.</summary>
    public static readonly TimeSpan SlowedFor = TimeSpan.FromMinutes(30);

    /// <summary>Pauses in a row are longer and longer; after that time without one the next begins short again.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>A return goes back by a step at most so often; ours.</summary>
    public static readonly TimeSpan RetreatEvery = TimeSpan.FromHours(1);

    /// <summary>States that rules may make; ours. Beyond them the oldest that are open again go.</summary>
    public const int MaxStates = 10_000;

    /// <summary>Whether the reply judges us, so that its mail is kept.</summary>
    public static bool KeepsMail(ReplyClass read, bool isOwnRelay) => read is { IsCertain: true, Severity: FaultSeverity.Throttle or FaultSeverity.Suspend } && ReachesUs(read.Scope, isOwnRelay);

    /// <summary>Whether the reply is a block of ours.</summary>
    public static bool IsBlock(ReplyClass read, bool isOwnRelay) => read is { IsCertain: true, Severity: FaultSeverity.Suspend } && ReachesUs(read.Scope, isOwnRelay);

    /// <summary>The provider itself says so, in words that are its own: one reply is enough.</summary>
    public static bool IsOwnWord(ReplyClass read) => read.Provider is not ("" or "generic");

    // Whoever is no relay of ours has no account of ours to suspend.
    private static bool ReachesUs(FaultScope scope, bool isOwnRelay) => scope is FaultScope.Ip or FaultScope.Domain || (isOwnRelay && scope is FaultScope.Account or FaultScope.Tenant);
}
