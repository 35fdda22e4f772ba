namespace Standfast.Recovery.Doctor.Checks;

/// <summary>The server itself: spool, queue, event log, scanners. Bounds are ours.</summary>
internal static class ServiceChecks
{
    private const int ManyQueued = 100_000;

    private const double ManyFailures = 0.05;

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        FactCheck.OfService("DR-8001", (_, service) => CheckOutcome.When(service.SpoolFailure is not null, () => new Fault("spool", $"nothing can be stored until a restart: {service.SpoolFailure}"))),
        FactCheck.OfService("DR-8002", (_, service) => CheckOutcome.When(service.SpoolFailure is null && service.SpoolShortage is not null, () => new Fault("spool", $"no new mail is taken: {service.SpoolShortage}"))),
        FactCheck.OfService("DR-8003", (_, service) => CheckOutcome.When(service.DamagedRecords > 0, () => new Fault("spool", $"{service.DamagedRecords} records of the spool cannot be read"))),
        FactCheck.OfService("DR-8004", (facts, service) => CheckOutcome.When(
            service.OldestAcceptedAt is { } oldest && facts.Now - oldest > facts.Duration("delivery.expire") / 2, () => new Fault("queue", $"the oldest message waits since {service.OldestAcceptedAt:yyyy-MM-dd HH:mm}; it is returned after {facts["delivery.expire"]}"))),
        FactCheck.OfService("DR-8005", (_, service) => CheckOutcome.When(service.HeldMessages > 0, () => new Fault("queue", $"{service.HeldMessages} messages wait for a person's decision"))),
        FactCheck.OfService("DR-8006", (_, service) => CheckOutcome.When(service.QuarantinedMessages > 0, () => new Fault("quarantine", $"{service.QuarantinedMessages} messages were set aside because working on them failed"))),
        FactCheck.OfService("DR-8007", (_, service) => CheckOutcome.When(service.QueuedMessages > ManyQueued, () => new Fault("queue", $"{service.QueuedMessages} messages wait"))),
        FactCheck.OfService("DR-8008", (_, service) => CheckOutcome.When(service.EventLogFailure is not null, () => new Fault("events.db", $"the event log cannot be read: {service.EventLogFailure}"))),
        FactCheck.OfService("DR-8009", (_, service) => CheckOutcome.Of(service.Scanners.Where(scanner => !scanner.IsUp).Select(scanner => new Fault(scanner.Name, $"{scanner.Name} at {scanner.Address} does not answer: {scanner.LastFailure}", scanner.Address)))),
        FactCheck.OfService("DR-8010", (_, service) => CheckOutcome.Of(
            service.Scanners.Where(scanner => scanner.IsUp && scanner.Scanned >= 20 && scanner.Failed > scanner.Scanned * ManyFailures).Select(scanner => new Fault(scanner.Name, $"{scanner.Name} did not judge {scanner.Failed} times, {scanner.Scanned} times it did: {scanner.LastFailure}", scanner.Address)))),
        FactCheck.OfService("DR-8011", (_, service) => CheckOutcome.Of(service.Pauses.Select(pause => new Fault(pause.Target, $"{pause.Target} is paused: {pause.Reason}", Option(pause.Target))))),
        FactCheck.OfService("DR-8012", (_, service) => CheckOutcome.When(
            service.Configuration is { } file && file.WrittenAt > service.StartedAt, () => new Fault(service.Configuration!.Path, $"{service.Configuration.Path} was changed at {service.Configuration.WrittenAt:yyyy-MM-dd HH:mm}, after the server had started"))),
    ];

    /// <summary>Of "resume", from the key of a pause such as credential:USER.</summary>
    private static string Option(string key) => "--" + (key.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? $"{key[..colon]} {key[(colon + 1)..]}" : key);
}
