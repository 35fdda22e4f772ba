using Standfast.Recovery.Requests;

namespace Standfast.Tests.Recovery.Requests;

public sealed class CheckedFactTests
{
    [Fact]
    public void WhatCouldNotBeLookedAt_IsNotSaidToBeWell()
    {
        CheckedFact[] checks = [new("DR-3001", "A domain has no SPF record", "", ""), new("DR-3009", "A domain has no DMARC record", "shop.test", "none"), new("DR-3005", "A domain has no DKIM key", "shop.test", "the DNS does not answer") { IsUnknown = true }];
        Assert.Equal("1 of 3 checks find nothing wrong, 1 could not look", CheckedFact.Sum(checks));
        Assert.Equal("1 of 1 checks find nothing wrong", CheckedFact.Sum(checks[..1]));
    }
}
