using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>A check that is a function of facts.</summary>
internal sealed class FactCheck(string id, Func<DoctorFacts, CancellationToken, ValueTask<CheckOutcome>> look) : IDoctorCheck
{
    private static readonly CheckOutcome s_unread = CheckOutcome.Skip("it could not be read on this system");

    public string Id => id;

    public ValueTask<CheckOutcome> LookAsync(DoctorFacts facts, CancellationToken cancellationToken) => look(facts, cancellationToken);

    /// <param name="look">Null where it could not be read.</param>
    public static FactCheck Of(string id, Func<DoctorFacts, CheckOutcome?> look) => new(id, (facts, _) => ValueTask.FromResult(look(facts) ?? s_unread));

    public static FactCheck OfHost(string id, Func<HostFacts, CheckOutcome?> look) => Of(id, facts => facts.Host is { } host ? look(host) : null);

    public static FactCheck OfNetwork(string id, Func<DoctorFacts, NetworkFacts, CheckOutcome?> look) => Of(id, facts => facts.Network is { } network ? look(facts, network) : null);

    public static FactCheck OfService(string id, Func<DoctorFacts, ServiceFacts, CheckOutcome?> look) => Of(id, facts => facts.Service is { } service ? look(facts, service) : null);

    /// <param name="value">Null where it could not be read.</param>
    public static CheckOutcome? When(bool? value, Func<Fault> fault) => value is { } wrong ? CheckOutcome.When(wrong, fault) : null;

    /// <param name="value">Null where it could not be read.</param>
    public static CheckOutcome? Below(long? value, long least, Func<Fault> fault) => value is { } number ? CheckOutcome.When(number < least, fault) : null;
}
