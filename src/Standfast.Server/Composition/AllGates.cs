using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>Several gates as one: the first that refuses decides.</summary>
internal sealed class AllGates(IReadOnlyList<ISendingGate> gates) : ISendingGate
{
    /// <summary>Null where no part wants to be asked.</summary>
    public static ISendingGate? Of(IReadOnlyList<ISendingGate> gates) => gates.Count > 0 ? new AllGates(gates) : null;

    public string? WhySuppressed(Envelope envelope, EmailAddress recipient)
    {
        foreach (var gate in gates)
            if (gate.WhySuppressed(envelope, recipient) is { } reason)
                return reason;
        return null;
    }

    public string? WhyHeld(Envelope envelope)
    {
        foreach (var gate in gates)
            if (gate.WhyHeld(envelope) is { } reason)
                return reason;
        return null;
    }

    public GateWait? WaitFor(Envelope envelope)
    {
        foreach (var gate in gates)
            if (gate.WaitFor(envelope) is { } wait)
                return wait;
        return null;
    }
}
