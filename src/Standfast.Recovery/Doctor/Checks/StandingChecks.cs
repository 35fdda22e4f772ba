using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Identity;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>What the world says of us, and whether we would hear of it.</summary>
internal static class StandingChecks
{
    /// <summary>Below it a share says nothing; ours.</summary>
    private const int LeastSample = 200;

    /// <summary>Gmail and Yahoo want less than 0.1 % and act from 0.3 % (docs of both for bulk senders); SES reviews at 0.1 %.</summary>
    private const double ManyComplaints = 0.001, TooManyComplaints = 0.003;

    /// <summary>SES reviews at 5 % of bounces, 2 % is what it takes for good.</summary>
    private const double ManyUnknown = 0.02, TooManyUnknown = 0.05;

    private const double ManyDeferred = 0.3;

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        OfStanding("DR-5001", (_, standing) => CheckOutcome.Of(standing.Listings.Where(one => one.Weight >= ListingWeight.Incident).Select(Listed))),
        OfStanding("DR-5002", (_, standing) => CheckOutcome.Of(standing.Listings.Where(one => one.Weight is >= ListingWeight.Warning and < ListingWeight.Incident).Select(Listed))),
        OfStanding("DR-5003", (_, standing) => CheckOutcome.Of(standing.Incidents.Select(one => new Fault(one.Id, one.Text)))),
        OfStanding("DR-5004", (_, standing) => CheckOutcome.Of(standing.Paused.Select(Restricted))),
        OfStanding("DR-5005", (_, standing) => CheckOutcome.Of(standing.Slowed.Select(Restricted))),
        OfCounts("DR-5006", counts => Share(counts.Complained, counts.Delivered) is >= ManyComplaints and < TooManyComplaints, counts => $"{counts.Complained} complaints of {counts.Delivered} delivered messages in 7 days: {Share(counts.Complained, counts.Delivered):P2}"),
        OfCounts("DR-5007", counts => Share(counts.Complained, counts.Delivered) >= TooManyComplaints, counts => $"{counts.Complained} complaints of {counts.Delivered} delivered messages in 7 days: {Share(counts.Complained, counts.Delivered):P2}"),
        OfCounts("DR-5008", counts => Share(counts.Unknown, counts.Delivered + counts.Unknown) is >= ManyUnknown and < TooManyUnknown, counts => $"{counts.Unknown} of {counts.Delivered + counts.Unknown} recipients of 7 days do not exist"),
        OfCounts("DR-5009", counts => Share(counts.Unknown, counts.Delivered + counts.Unknown) >= TooManyUnknown, counts => $"{counts.Unknown} of {counts.Delivered + counts.Unknown} recipients of 7 days do not exist"),
        OfCounts("DR-5010", counts => Share(counts.Deferred, counts.Attempts) >= ManyDeferred, counts => $"{counts.Deferred} of {counts.Attempts} tries of 7 days were put off"),
        FactCheck.Of("DR-5011", facts => CheckOutcome.When(facts["reputation.states"] == "off", () => new Fault("reputation.states", "what receivers reply is not acted upon: a block is met again and again", "on"))),
        FactCheck.Of("DR-5012", facts => CheckOutcome.When(facts["reputation.lists"] == "off", () => new Fault("reputation.lists", "no blocklist is asked: of a listing bounces tell first", "all"))),
        OfStanding("DR-5013", (facts, standing) => CheckOutcome.When(
            standing.AskedLists > 0 && standing.UntrustedLists.Count * 2 > standing.AskedLists,
            () => new Fault("blocklists", $"{standing.UntrustedLists.Count} of {standing.AskedLists} blocklists give no answer that can be trusted, such as {standing.UntrustedLists[0].List}: {standing.UntrustedLists[0].Problem}",
                facts["reputation.list_servers"].Length > 0 ? "reputation.list_servers" : "dns.servers"))),
        FactCheck.Of("DR-5014", facts => CheckOutcome.When(
            facts["alerts.webhook"].Length == 0 && facts["alerts.command"].Length == 0 && facts["alerts.mail_to"].Length == 0, () => new Fault("alerts", "nobody is told when sending is paused or a listing is seen: alerts stand in a file"))),
        FactCheck.Of("DR-5015", facts => CheckOutcome.When(
            facts["alerts.mail_to"].Length > 0 && facts["alerts.mail_relay"].Split(':')[0] is var relay && (relay.Length == 0 || relay == facts.Hostname.Value || relay is "localhost" or "127.0.0.1" or "::1"),
            () => new Fault("alerts.mail_relay", "alerts are to leave by this server: what is paused here keeps the news of it"))),
        FactCheck.Of("DR-5016", facts => CheckOutcome.When(
            !facts.List("feedback.addresses").Any(address => address.Split('@')[0] == "abuse"), () => new Fault("feedback.addresses", "complaints that come to abuse@ are not read", string.Join(',', [.. facts.List("feedback.addresses"), "abuse"])))),
        FactCheck.Of("DR-5017", facts => CheckOutcome.When(
            !facts.List("feedback.addresses").Any(address => address.Split('@')[0] == "postmaster"), () => new Fault("feedback.addresses", "reports that come to postmaster@ are not read", string.Join(',', [.. facts.List("feedback.addresses"), "postmaster"])))),
    ];

    /// <summary>The key as options of "state show".</summary>
    private static Fault Restricted((string Key, string Reason) one) => new(one.Key, one.Reason, one.Key == "everything" ? "" : string.Join(' ', one.Key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => $"--{part.Replace('=', ' ')}")));

    private static Fault Listed(ListedName one) => new(one.Subject, $"{one.Subject} is listed by {one.Zone}, with a weight of {one.Weight:0.##}", one.Removal);

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : 0;

    private static FactCheck OfStanding(string id, Func<DoctorFacts, StandingFacts, CheckOutcome> look) => FactCheck.Of(id, facts => facts.Standing is { } standing ? look(facts, standing) : null);

    private static FactCheck OfCounts(string id, Func<MailCounts, bool> isWrong, Func<MailCounts, string> cause) => FactCheck.Of(id, facts => facts.Standing?.Counts is not { } counts ? null
        : counts.Attempts < LeastSample ? CheckOutcome.Skip($"{counts.Attempts} tries in 7 days are too few for a share") : CheckOutcome.When(isWrong(counts), () => new Fault("7 days", cause(counts))));
}
