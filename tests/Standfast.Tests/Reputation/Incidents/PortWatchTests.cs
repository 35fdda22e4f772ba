using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Recovery;
using Standfast.Reputation.Incidents;
using Standfast.Tests.Recovery;

namespace Standfast.Tests.Reputation.Incidents;

/// <summary>A closed port is one incident; hosts that are down are none.</summary>
public sealed class PortWatchTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly IncidentBook _book;
    private PortWatch _watch;

    public PortWatchTests()
    {
        _book = new IncidentBook(new FakeIncidentStore(), _time);
        _watch = new PortWatch(_book, isOpen: false, _time);
    }

    [Fact]
    public void ClosedPort_IsOneIncident_ContainedFromItsBeginning_UntilAServerAnswers()
    {
        foreach (var provider in (string[])["gmail", "outlook", "mx.a.test"]) Tell(Silent(provider));
        Assert.True(_watch.IsSuspicious);
        _watch.Confirm("no mail server can be reached at port 25: a: refused");
        _watch.Confirm("no mail server can be reached at port 25: a: refused");
        Tell(Silent("yahoo"));
        Assert.False(_watch.IsSuspicious);
        var incident = Assert.Single(_book.All);
        Assert.Equal(("hosting", "port-blocked", "everything", IncidentStage.Contained, 1L), (incident.Counterparty, incident.Cause, incident.Scope, incident.Stage, incident.Signals));

        // As after a restart.
        _watch = new PortWatch(_book, isOpen: true, _time);
        Tell(Fact("gmail", MailEventKind.Bounced, "rcpt", "192.0.2.1:25"));
        Assert.Equal(IncidentStage.Closed, Assert.Single(_book.All).Stage);
    }

    [Fact]
    public void HostsThatAreDown_AreNoSuspicion_WhereOthersAnswer()
    {
        foreach (var provider in (string[])["mx.a.test", "mx.b.test"]) Tell(Silent(provider));
        Tell(Fact("gmail", MailEventKind.Delivered, "content", "192.0.2.1:25"));
        foreach (var provider in (string[])["mx.c.test", "mx.d.test"]) Tell(Silent(provider));
        Assert.False(_watch.IsSuspicious);
        _watch.Confirm("too late");
        Assert.Empty(_book.All);
    }

    [Fact]
    public void OneHostAgainAndAgain_ASmartHost_AndWhatLargeReceiversDeny_AreNone()
    {
        foreach (var _ in (int[])[1, 2, 3]) Tell(Silent("mx.a.test"));
        Assert.False(_watch.IsSuspicious);
        foreach (var _ in (int[])[1, 2, 3]) Tell(Silent(null));
        Assert.False(_watch.IsSuspicious);
        foreach (var provider in (string[])["mx.b.test", "mx.c.test"]) Tell(Silent(provider));
        Assert.True(_watch.IsSuspicious);
        _watch.Clear();
        Assert.False(_watch.IsSuspicious);
        _watch.Confirm("too late");
        Assert.Empty(_book.All);
    }

    [Fact]
    public void WhatComesAfterDelivery_IsNoAnswer()
    {
        foreach (var provider in (string[])["gmail", "outlook", "yahoo"]) Tell(Silent(provider));
        Tell(Fact("gmail", MailEventKind.Complained, "content", "192.0.2.1:25"));
        Assert.True(_watch.IsSuspicious);
    }

    private void Tell(MailEvent fact) => _watch.Observe([fact]);

    private static MailEvent Silent(string? provider) => Fact(provider, MailEventKind.Deferred, "connect", null);

    private static MailEvent Fact(string? provider, MailEventKind kind, string phase, string? address) =>
        new(new SpoolId(7), DateTimeOffset.UnixEpoch, kind) { Attempt = new AttemptDetail(1, "mx", address, null, phase) { Source = "default", Provider = provider } };
}
