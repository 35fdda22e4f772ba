using Standfast.Recovery;
using Standfast.Recovery.Requests;
using Standfast.Recovery.Requests.Rendering;
using static Standfast.Tests.Recovery.Requests.RequestSamples;

namespace Standfast.Tests.Recovery.Requests;

/// <summary>A request says what is known, hides nothing, and makes nothing up.</summary>
public sealed class RequestWriterTests
{
    [Fact]
    public void Letter_TellsWhoWhatWhyAndWhatWasDone_InPlainWords()
    {
        var draft = Draft(Facts, "outlook");
        Assert.True(draft.IsReady);
        Assert.Equal(
            """
            Hello,

            Łódź Shop GmbH runs the mail server mail.shop.test (203.0.113.7). Since 2026-11-24 09:30 UTC mail from us is refused. We have met it 42 times, last at 2026-11-24 11:30 UTC.

            What we were told, word for word (recipients are masked):
            > 550 5.7.1 messages from [203.0.113.7] weren't sent to ***@kunde.test (S3140)
            > 550 reply 1
            > 550 reply 2
            > 550 reply 3
            > 550 reply 4

            Why it happened: An API key of our web shop was in a public repository; with it 9,000 advertisements were sent in our name.

            What we did:
            - The API key that was stolen is revoked (checked by RC-12, 2026-11-24 12:30 UTC).
            - 3,120 queued messages of it are deleted (says Anna Berg, 2026-11-24 13:30 UTC).

            What keeps it from happening again: Keys are bound to the shop's address and to 500 messages an hour.

            The mail: order confirmations and invoices of our own shop.

            How recipients agreed to it: Only customers who ordered get mail, about their order.

            In figures:
            - Before (2026-11-17 09:30 UTC to 2026-11-24 09:30 UTC): 12000 attempts, 11000 delivered, bounces 7.56 %, unknown users 7.14 %, complaints that we know of 0.3 %.
            - Since then (2026-11-24 09:30 UTC to 2026-11-26 12:00 UTC): 400 attempts, 398 delivered, bounces 0.5 %, unknown users 0.25 %, complaints that we know of 0 %.

            Sending domains: shop.test
            DKIM: s1._domainkey.shop.test
            EHLO name: mail.shop.test
            PTR records: 203.0.113.7: mail.shop.test
            Our own audit of names, SPF, DKIM, DMARC and TLS: 1 of 2 checks find nothing wrong; the evidence names the others

            Please mitigate the block of 203.0.113.7: its cause is mended as described.

            Anna Berg, operations
            Łódź Shop GmbH
            anna@shop.test
            +49 30 1234567

            """,
            draft.Letter);
    }

    [Fact]
    public void Fields_AreTheForms_InItsOrder()
    {
        var draft = Draft(Facts, "outlook");
        Assert.Equal(
            ["Anna Berg, operations", "anna@shop.test", "+49 30 1234567", "Łódź Shop GmbH", "hotmail.com", "shop.test", "our own business; the address is ours alone", "203.0.113.7"],
            draft.Fields.Take(8).Select(field => field.Value));
        Assert.Equal(draft.Letter, draft.Fields[^1].Value);
        Assert.DoesNotContain(draft.Fields, field => field.IsMissing);
    }

    [Fact]
    public void WhatIsNotKnown_IsMarkedAndListed_NeverMadeUp()
    {
        var draft = Draft(new RequestFacts(Block, Now) { Hostname = "mail.shop.test" }, "outlook");
        Assert.False(draft.IsReady);
        Assert.Equal(
            ["addresses", "addresses-joined", "consent", "contact-mailbox", "contact-name", "contact-phone", "domains", "mail-kind", "organisation", "prevention", "recipient-domain", "remedies", "root-cause", "sender-kind"],
            draft.Missing.Select(missing => missing.Name).Order(StringComparer.Ordinal));
        Assert.Contains("Why it happened: [missing: root-cause]", draft.Letter, StringComparison.Ordinal);
        Assert.Contains("[missing: organisation] runs the mail server", draft.Letter, StringComparison.Ordinal);
        Assert.DoesNotContain("In figures", draft.Letter, StringComparison.Ordinal);
        Assert.Contains(new MissingFact("contact-mailbox", "the setting recovery.contact_mailbox"), draft.Missing);
        var page = MarkdownRenderer.Render(RequestPages.ForOwner(draft));
        Assert.Contains("DRAFT, not to be sent", page, StringComparison.Ordinal);
        Assert.All(draft.Missing, missing => PrintedCommands.AssertAllParse(missing.Name, missing.SayItWith));
    }

    [Fact]
    public void Failing_IsRefused_WithWhatFails()
    {
        var failing = new RemedyLine("The relay is closed", RemedyLineState.Failing, "it still takes mail from anybody", "RC-3", Now);
        var refused = Assert.IsType<RequestResult.Refused>(Write(Facts with { Remedies = [.. Facts.Remedies, failing] }, null));
        Assert.Equal([failing], refused.Failing);
    }

    [Fact]
    public void Overridden_IsWritten_AndTheTextHidesNothing()
    {
        var facts = Facts with { Remedies = [.. Facts.Remedies, new RemedyLine("TOTP is on for every user", RemedyLineState.Failing, "two have none", "RC-9", Now)] };
        var draft = Assert.IsType<RequestResult.Written>(Write(facts, "both users are on leave and locked")).Draft;
        const string Line = "Not done: TOTP is on for every user. We ask without it for this reason: both users are on leave and locked (decided by anna, 2026-11-26 12:00 UTC).";
        Assert.Contains("What we did, and what we did not:", draft.Letter, StringComparison.Ordinal);
        Assert.Contains("- " + Line, draft.Letter, StringComparison.Ordinal);
        Assert.Contains(draft.Evidence, block => block is RequestBlock.Bullets bullets && bullets.Lines.Contains(Line));
    }

    [Theory]
    [InlineData("spamcop", "wait")]
    [InlineData("gmail", "rate")]
    public void WhatEndsByItself_IsNotAskedFor(string playbook, string route)
    {
        var draft = Draft(Facts, playbook, route);
        Assert.Equal(("", false), (draft.Letter, draft.IsReady));
        Assert.Empty(draft.Fields);
        Assert.Contains("nothing to ask for", RequestPages.ForOwner(draft).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void NetworkOperator_IsAskedToAsk() =>
        Assert.Contains("we are listed by Spamhaus. Only you, as the operator of the network, can ask them to end it", Draft(Facts, "spamhaus", "sbl").Letter, StringComparison.Ordinal);

    [Theory]
    [InlineData("dynamic-ip", false)]
    [InlineData("complaint", true)]
    public void Consent_IsTold_WhereItMatters(string cause, bool expected) =>
        Assert.Equal(expected, Draft(Facts with { Incident = Block with { Cause = cause } }, "outlook").Letter.Contains("How recipients agreed", StringComparison.Ordinal));

    [Fact]
    public void EveryPlaybook_ByEveryRoute_GivesARequest_WithoutForeignAddresses()
    {
        foreach (var draft in All(Facts))
        {
            var where = $"{draft.Playbook.Id}/{draft.Route.Id}";
            Assert.True(draft.IsReady == draft.Route.IsAsked || draft.Missing.All(missing => missing.Name == "feedback-loops"), $"{where}: {string.Join(", ", draft.Missing.Select(missing => missing.Name))}");
            foreach (var page in new[] { MarkdownRenderer.Render(RequestPages.ForOwner(draft)), HtmlRenderer.Render(RequestPages.ForOwner(draft)), draft.Letter })
            {
                Assert.DoesNotContain("anna@kunde", page, StringComparison.Ordinal);
                Assert.DoesNotContain("bob@kunde", page, StringComparison.Ordinal);
                Assert.DoesNotContain("192.0.2.99", page, StringComparison.Ordinal);
                Assert.DoesNotContain("{", draft.Letter, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Statements_AreTheNewestNotes_AndWhatIsDoneIsSignedByItsWriter()
    {
        var incident = Block with
        {
            Timeline =
            [
                new IncidentEntry(Began, "outlook-s3140", "opened: cause: nothing"), new IncidentEntry(Began, "anna", "cause: the first guess"), new IncidentEntry(Now, "anna", "Cause:  a stolen key "), new IncidentEntry(Now, "bob from 192.0.2.9", "done: key revoked"),
                new IncidentEntry(Now, "bob", "done:"), new IncidentEntry(Now, "bob", "note: nothing"), new IncidentEntry(Now, "rule:remedy", "cause: compromise"),
            ],
        };
        Assert.Equal([new KeyValuePair<string, string>("cause", "a stolen key")], IncidentStatements.Read(incident));
        Assert.Equal([new RemedyLine("key revoked", RemedyLineState.Attested, "", "bob from 192.0.2.9", Now)], IncidentStatements.ReadDone(incident));
    }

    private static RequestResult Write(RequestFacts facts, string? reason) => RequestWriter.Write(facts, Catalogue.Find("outlook")!, Catalogue.Find("outlook")!.Routes[0], reason, "anna from 192.0.2.99");
}
