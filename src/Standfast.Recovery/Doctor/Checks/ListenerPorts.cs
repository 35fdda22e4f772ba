using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Which ports a packet filter should know.</summary>
public static class ListenerPorts
{
    /// <returns>Ports of mail that others may reach, and those of services that only this machine should.</returns>
    public static (IReadOnlyList<int> Mail, IReadOnlyList<int> Closed) Of(DoctorFacts facts) => (
        [.. ((string[])["smtp.listen", "submission.listen", "submissions.listen"]).SelectMany(key => ListenerChecks.Reachable(facts, key)).Select(endpoint => endpoint.Port).Distinct()],
        [.. (facts.Network?.Listening ?? []).Where(ListenerChecks.IsExposed).Select(socket => socket.Port).Distinct()]);
}
