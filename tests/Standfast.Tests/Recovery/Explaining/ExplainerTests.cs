using Standfast.Events;
using Standfast.Mail;
using Standfast.Recovery;
using Standfast.Recovery.Explaining;
using Standfast.Reputation.Classification;
using Standfast.Reputation.States;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Recovery.Explaining;

public sealed class ExplainerTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly SpoolId s_id = SpoolId.Create(s_at, new byte[10]);
    private static readonly ReplyClassifier s_replies = new(ReplyRuleFiles.ReadFolder(Path.Combine(Repository.Root, "data", "replies")).Rules);

    // A reply of a provider, and what the owner is to read: the cause first, in words, and what to do.
    [Theory]
    [InlineData(MailEventKind.Bounced, "gmail", "550 5.1.1 The email account that you tried to reach does not exist.", "bounced", "no-such-user", "says that the mailbox does not exist", "take the address off your lists")]
    [InlineData(MailEventKind.Deferred, "gmail", "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address.", "waiting", "ip-reputation", "does not trust the address that we send from", "incident ls")]
    [InlineData(MailEventKind.Bounced, "outlook", "550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus.", "bounced", "blocklist", "stands on a blocklist", "listing ls")]
    [InlineData(MailEventKind.Bounced, null, "550 5.7.26 This message does not pass authentication checks (SPF and DKIM both do not pass).", "bounced", "auth-", "refuses the message because", "domain check")]
    [InlineData(MailEventKind.Deferred, null, "452 4.2.2 The email account that you tried to reach is over quota", "waiting", "mailbox-full", "mailbox is full", "nothing: it is tried again")]
    public void RemoteReply_IsToldInPlainWords(MailEventKind kind, string? provider, string reply, string verdict, string cause, string words, string next)
    {
        var explanation = Explainer.Explain(Case(kind == MailEventKind.Deferred, Fact(kind, reply, provider)));
        Assert.Equal(verdict, explanation.Verdict);
        Assert.StartsWith(cause, explanation.Cause, StringComparison.Ordinal);
        Assert.Contains(words, explanation.Text, StringComparison.Ordinal);
        Assert.Contains(next, explanation.NextStep, StringComparison.Ordinal);
        Assert.Contains(explanation.Evidence, evidence => evidence is { Kind: "reply" } && evidence.Text == reply);
    }

    // What our own look at the DNS found is no word of the receiver's, and nothing about our names.
    [Theory]
    [InlineData(MailEventKind.Bounced, "550 5.1.2 Domain example.net does not exist", "take it off your lists")]
    [InlineData(MailEventKind.Deferred, "451 4.4.3 the DNS does not answer for example.net", "doctor --area network")]
    public void DomainWithoutMailServer_IsSaidSo(MailEventKind kind, string found, string next)
    {
        var explanation = Explainer.Explain(Case(kind == MailEventKind.Deferred, Fact(kind, found, null) with { Attempt = new AttemptDetail(1, "dns", null, null, "route") }));
        Assert.StartsWith($"No mail server for ann@example.net was found ({found})", explanation.Text, StringComparison.Ordinal);
        Assert.Contains(next, explanation.NextStep, StringComparison.Ordinal);
        PrintedCommands.AssertAllParse(found, explanation.NextStep);
    }

    [Fact]
    public void RefusedConnection_IsTheReason_AndNotCalledUnknown()
    {
        const string Refused = "451 4.4.1 mx.example.net (192.0.2.1:25): Connection refused";
        var explanation = Explainer.Explain(Case(true, Fact(MailEventKind.Deferred, Refused, null) with { Attempt = new AttemptDetail(3, "mx.example.net", null, null, "connect") }));
        Assert.StartsWith($"No connection to mx.example.net was to be had ({Refused}), at the last of 3 tries", explanation.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not known here", explanation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void NextSteps_NameOnlyCommandsThatThereAre()
    {
        foreach (var cause in Enum.GetValues<ReplyCause>())
            foreach (var isTemporary in (bool[])[true, false])
                PrintedCommands.AssertAllParse(cause.ToString(), CauseWords.NextStep(s_replies.Classify("550 5.7.1 no", null) with { Cause = cause, IsTemporary = isTemporary }));
        PrintedCommands.AssertAllParse("nothing known", Explainer.Explain(Case(false)).NextStep);
        foreach (var kind in Enum.GetValues<SendingStateKind>())
        {
            var state = new SendingState(new StateKey(Provider: "gmail"), kind, "many complaints", "rule:complaints", s_at);
            PrintedCommands.AssertAllParse($"message, {kind}", Explainer.Explain(Case(true) with { States = [state] }).NextStep);
            PrintedCommands.AssertAllParse($"provider, {kind}", Explainer.Explain("gmail", [state], [], []).NextStep);
            PrintedCommands.AssertAllParse($"incident, {kind}", Explainer.Explain("gmail", [state], [new Incident("INC-4", "gmail", "ip-reputation", state.Key.ToString(), s_at, "550 5.7.1 go away")], []).NextStep);
        }

        PrintedCommands.AssertAllParse("suppressed", Explainer.Explain("ada@shop.example", null, "complained").NextStep);
        PrintedCommands.AssertAllParse("suppressed in the queue", Explainer.Explain(Case(true) with { Suppression = "complained" }).NextStep);
    }

    [Fact]
    public void PausedProvider_IsTheReason_WhateverWasSaidBefore()
    {
        var state = new SendingState(new StateKey(Source: "192.0.2.1", Provider: "gmail"), SendingStateKind.Paused, "gmail blocks source 192.0.2.1: 550 5.7.1 go away", "rule:ip-block", s_at) { Until = s_at.AddHours(1), Cause = "ip-reputation" };
        var incident = new Incident("INC-4", "gmail", "ip-reputation", state.Key.ToString(), s_at, "550 5.7.1 go away");
        var explanation = Explainer.Explain(Case(true, Fact(MailEventKind.Deferred, "450 4.2.1 try later", "gmail")) with { States = [state], Incidents = [incident] });
        Assert.Equal((Verdicts.Paused, "\"standfast incident show INC-4\""), (explanation.Verdict, explanation.NextStep));
        Assert.Contains("kept, not lost", explanation.Text, StringComparison.Ordinal);
        Assert.Contains("At 2026-11-26 13:00:00 UTC one message asks whether it is over", explanation.Text, StringComparison.Ordinal);
        Assert.Contains(explanation.Evidence, evidence => evidence.Kind == "incident" && evidence.Text.Contains("550 5.7.1 go away", StringComparison.Ordinal));

        var provider = Explainer.Explain("gmail", [state], [incident], []);
        Assert.Equal((Verdicts.Paused, "ip-reputation"), (provider.Verdict, provider.Cause));
        Assert.Contains("INC-4 has the story", provider.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void HeldMail_NamesWhoHoldsIt_AndTheCommandThatLetsItGo()
    {
        var explanation = Explainer.Explain(Case(true, Fact(MailEventKind.Held, "SF-7003 shop: 300 messages in 10 minutes; look", null) with { Attempt = null }) with { IsHeld = true });
        Assert.Equal(Verdicts.Held, explanation.Verdict);
        Assert.Contains("SF-7003", explanation.Text, StringComparison.Ordinal);
        Assert.Contains($"queue release --id {s_id}", explanation.NextStep, StringComparison.Ordinal);
        PrintedCommands.AssertAllParse("held", explanation.NextStep);
    }

    [Fact]
    public void WhatWasDelivered_SaysWhoTookIt_AndWhatTheReaderDid()
    {
        var explanation = Explainer.Explain(Case(false, Fact(MailEventKind.Delivered, "250 2.0.0 OK 1234", "gmail"), new MailEvent(s_id, s_at.AddHours(1), MailEventKind.Complained) { Recipient = "ann@example.net" }));
        Assert.Equal((Verdicts.Delivered, "nothing"), (explanation.Verdict, explanation.NextStep));
        Assert.Contains("mx.example.net took the message", explanation.Text, StringComparison.Ordinal);
        Assert.Contains("marked it as spam", explanation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void SuppressedAddress_AndOneThatNobodyKnows()
    {
        Assert.Contains("it is on the suppression list of account shop: it has unsubscribed", Explainer.Explain("ann@example.net", null, "is on the suppression list of account shop: it has unsubscribed").Text, StringComparison.Ordinal);
        Assert.Equal(Verdicts.Unknown, Explainer.Explain("ann@example.net", null, null).Verdict);
        Assert.Equal(Verdicts.Suppressed, Explainer.Explain(Case(true) with { Suppression = "is on the suppression list of the server: it bounced" }).Verdict);
    }

    [Fact]
    public void Provider_ThatMerelyRefusesSome_IsOpen_AndTheCommonestCauseIsTold()
    {
        (MailEvent, ReplyClass)[] replies = [.. ((string[])["550 5.1.1 no such user", "550 5.1.1 user unknown", "452 4.2.2 mailbox full"]).Select(text => (Fact(MailEventKind.Bounced, text, "gmail"), s_replies.Classify(text, "gmail", "rcpt")))];
        var explanation = Explainer.Explain("gmail", [], [], replies);
        Assert.Equal((Verdicts.Open, "no-such-user"), (explanation.Verdict, explanation.Cause));
        Assert.Contains("Of its newest 3 refusals 2 are of one kind", explanation.Text, StringComparison.Ordinal);
    }

    private static RecipientCase Case(bool isQueued, params MailEvent[] facts)
    {
        var known = new RecipientCase(s_id, "ann@example.net", [new MailEvent(s_id, s_at.AddMinutes(-5), MailEventKind.Accepted), .. facts]) { IsQueued = isQueued, NextAttempt = isQueued ? s_at.AddMinutes(10) : null };
        return known.LastReply is { } reply ? known with { Read = s_replies.Classify(reply.Detail!, reply.Attempt!.Provider, reply.Attempt.Phase) } : known;
    }

    private static MailEvent Fact(MailEventKind kind, string detail, string? provider) =>
        new(s_id, s_at, kind) { Recipient = "ann@example.net", Detail = detail, Attempt = new AttemptDetail(3, "mx.example.net", null, null, "rcpt") { Provider = provider } };
}
