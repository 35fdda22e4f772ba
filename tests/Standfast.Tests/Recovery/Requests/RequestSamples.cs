using System.Collections.Immutable;
using Standfast.Recovery;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Requests;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Recovery.Requests;

/// <summary>A block at Outlook for which everything is known.</summary>
internal static class RequestSamples
{
    public static readonly DateTimeOffset Began = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero), Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public static PlaybookCatalogue Catalogue { get; } = PlaybookFiles.ReadFolder(Path.Combine(Repository.Root, "data", "playbooks")).Catalogue;

    public static Incident Block { get; } = new("INC-7", "outlook", "ip-reputation", "source=one provider=outlook", Began, "550 5.7.1 messages from [203.0.113.7] weren't sent to anna@kunde.test (S3140)")
    {
        Signals = 42,
        LastSeenAt = Began.AddHours(2),
        Evidence =
        [
            new IncidentEvidence(Began, "01J", "550 5.7.1 messages from [203.0.113.7] weren't sent to anna@kunde.test (S3140)"), new IncidentEvidence(Began, "01K", "550 5.7.1 messages from [203.0.113.7] weren't sent to bob@kunde.test (S3140)"),
            .. Enumerable.Range(1, 8).Select(number => new IncidentEvidence(Began.AddMinutes(number), null, $"550 reply {number}")),
        ],
        Timeline = ImmutableArray.Create(new IncidentEntry(Began, "outlook-s3140", "opened: 550 for anna@kunde.test"), new IncidentEntry(Began.AddHours(3), "anna from 192.0.2.99", "done: the key was revoked")),
    };

    public static RequestFacts Facts { get; } = new(Block, Now)
    {
        Organisation = "Łódź Shop GmbH",
        ContactName = "Anna Berg, operations",
        ContactMailbox = "anna@shop.test",
        ContactPhone = "+49 30 1234567",
        Hostname = "mail.shop.test",
        Addresses = [new SendingAddress("203.0.113.7", "mail.shop.test", ["mail.shop.test"])],
        Domains = [new SendingDomain("shop.test", "s1")],
        Remedies = [new RemedyLine("The API key that was stolen is revoked", RemedyLineState.Done, "", "RC-12", Began.AddHours(3)), new RemedyLine("3,120 queued messages of it are deleted", RemedyLineState.Attested, "", "Anna Berg", Began.AddHours(4))],
        Statements = new Dictionary<string, string>
        {
            ["cause"] = "An API key of our web shop was in a public repository; with it 9,000 advertisements were sent in our name",
            ["prevention"] = "Keys are bound to the shop's address and to 500 messages an hour",
            ["mail"] = "order confirmations and invoices of our own shop",
            ["consent"] = "Only customers who ordered get mail, about their order",
            ["sender"] = "our own business; the address is ours alone",
            ["recipient"] = "hotmail.com",
        },
        Before = new RequestFigures(Began.AddDays(-7), Began, 12_000, 11_000, 900, 850, 33),
        After = new RequestFigures(Began, Now, 400, 398, 2, 1, 0),
        Checks = [new CheckedFact("DR-3001", "A domain has no SPF record", "", ""), new CheckedFact("DR-3009", "A domain has no DMARC record", "shop.test", "_dmarc.shop.test has no TXT record")],
    };

    public static RequestDraft Draft(RequestFacts facts, string playbook, string? route = null)
    {
        var found = Catalogue.Find(playbook)!;
        return Assert.IsType<RequestResult.Written>(RequestWriter.Write(facts, found, route is null ? found.RouteFor(facts.Incident) : found.Routes.Single(one => one.Id == route))).Draft;
    }

    /// <summary>Every playbook by every route of it.</summary>
    public static IEnumerable<RequestDraft> All(RequestFacts facts) => Catalogue.All.SelectMany(playbook => playbook.Routes.Select(route => Draft(facts, playbook.Id, route.Id)));
}
