using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Content.Listings;
using Standfast.Policy.Content.Rules;

namespace Standfast.Tests.Policy.Content;

public sealed class VerdictTests
{
    [Theory]
    [InlineData("Subject: Hello", false, null)]
    [InlineData("Subject: Hello", true, null)]
    [InlineData("Subject: Re: hello", false, null)]
    [InlineData("Subject: Re: hello", true, "Refuse SF-4001")]
    [InlineData("Subject: BUY NOW AND SAVE!!!", true, "Refuse SF-4004")]
    [InlineData("Subject: Now or never!!! {{name}}", true, "Refuse SF-4053")]
    [InlineData("Subject: Hello {{name}}", true, "Hold SF-4053")]
    [InlineData("Subject: Re: BUY NOW AND SAVE {{name}}!!! Invoice attached", false, "Note SF-4001")]
    [InlineData("Subject: a\nSubject: b", false, "Refuse SF-4021")]
    public async Task Check_ActsByScoreAndStream(string fields, bool isBulk, string? expected)
    {
        var options = new ContentOptions();
        var check = new ContentCheck(new ContentScorer(ContentSamples.Lists, options), options, new NoDomainListing());
        var finding = await check.CheckAsync(Message(fields, isBulk), TestContext.Current.CancellationToken);
        Assert.Equal(expected, finding is null ? null : $"{finding.Action} {finding.Id}");
    }

    [Fact]
    public async Task Reply_NamesRuleFixAndScore()
    {
        var options = new ContentOptions();
        var check = new ContentCheck(new ContentScorer(ContentSamples.Lists, options), options, new NoDomainListing());
        var finding = await check.CheckAsync(Message("Subject: Re: hello", true), TestContext.Current.CancellationToken);
        var line = Assert.Single(finding!.ToReply(null).Lines);
        Assert.Equal(
            "SF-4001 Subject \"Re: hello\": begins with \"Re:\" as a reply does, and no In-Reply-To or References names what it replies to; take the marker out of the subject; a true reply names the message in In-Reply-To "
            + "(content score 15, refused from 10; also SF-4051 SF-4050; try \"content check\")",
            line);
    }

    [Fact]
    public async Task ListedLink_RefusesMailToMany_AndIsNotAskedForOther()
    {
        var options = new ContentOptions();
        var listing = new Listing();
        var check = new ContentCheck(new ContentScorer(ContentSamples.Lists, options), options, listing);
        var bulk = await check.CheckAsync(Message("Subject: Hello", true, "https://bad.example.net/x"), TestContext.Current.CancellationToken);
        Assert.Equal("SF-4079", bulk?.Id);
        Assert.Equal(["bad.example.net"], listing.Asked);
        Assert.Null(await check.CheckAsync(Message("Subject: Hello", false, "https://bad.example.net/x"), TestContext.Current.CancellationToken));
        Assert.Single(listing.Asked);
    }

    private static SubmittedMessage Message(string fields, bool isBulk, string body = "Text.")
    {
        var section = ContentSamples.Bytes($"From: Shop <news@example.org>\n{fields}\n");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        var from = EmailAddress.Parse("news@example.org");
        return new SubmittedMessage(
            new SubmissionContext(AccountId.Default, null, null, ReversePath.Null, ContentSamples.Now), default, isBulk ? StreamName.Bulk : StreamName.Transactional, null, from, [from], headers,
            (byte[])[.. section, .. ContentSamples.Bytes($"\n{body}\n")]);
    }

    private sealed class Listing : IDomainListing
    {
        public List<string> Asked { get; } = [];

        public ValueTask<DomainListed?> FindAsync(string host, CancellationToken cancellationToken)
        {
            Asked.Add(host);
            return new(new DomainListed(host, "dbl.example", "127.0.1.2"));
        }
    }
}
