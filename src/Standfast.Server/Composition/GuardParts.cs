using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Server.Composition;

/// <summary>What the parts of the guard bring along; each list in the order in which it is asked.</summary>
internal sealed class GuardParts(ILogger logger, TimeProvider time) : EngineParts(logger, time)
{
    public List<ISenderCheck> Senders { get; } = [];

    public List<IRecipientCheck> Recipients { get; } = [];

    public List<IMessageCheck> Messages { get; } = [];

    /// <summary>Asked after all other checks, and so only of messages that none of them refused: what learns from what is sent.</summary>
    public List<IMessageCheck> Last { get; } = [];

    public List<IFieldSource> Fields { get; } = [];

    public List<IBodyRewriter> Bodies { get; } = [];

    /// <summary>Of the guard; null for none.</summary>
    public Func<SubmittedMessage, int>? Priority { get; set; }

    /// <summary>Told of messages that passed and are certainly not in the spool.</summary>
    public List<Action<SpoolId>> Withdrawals { get; } = [];
}
