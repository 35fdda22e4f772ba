using Standfast.Recovery;

namespace Standfast.Tests.Recovery.Drills;

/// <summary>What became of one drill.</summary>
/// <param name="IsContained">Harm did not double after the first sign; null where it came by a notice.</param>
/// <param name="Lost">Good recipients that were given up.</param>
/// <param name="IsReal">The remedy was.</param>
/// <param name="SentWithoutRemedy">Requests that went out before it.</param>
/// <param name="IsAccepted">The counterparty let us send at the first request.</param>
internal sealed record DrillReport(int Seed, DrillScenario Scenario, SuspensionCause Found, bool? IsContained, int Lost, bool IsReal, int SentWithoutRemedy, bool IsAccepted)
{
    public bool IsRightFirst => Found == Scenario.Cause;
}
