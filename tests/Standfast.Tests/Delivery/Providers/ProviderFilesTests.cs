using Standfast.Delivery.Providers;
using Standfast.Mail;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Delivery.Providers;

public sealed class ProviderFilesTests
{
    private static readonly Lazy<ProviderCatalogue> s_shipped = new(() =>
    {
        var (catalogue, mistakes) = ProviderFiles.ReadFolder(Path.Combine(Repository.Root, "data", "providers"));
        Assert.Equal([], mistakes);
        return catalogue;
    });

    [Theory]
    [InlineData("gmail-smtp-in.l.google.com", "gmail")]
    [InlineData("aspmx.l.google.com", "gmail")]
    [InlineData("hotmail-com.olc.protection.outlook.com", "outlook")]
    [InlineData("contoso-com.mail.protection.outlook.com", "microsoft365")]
    [InlineData("contoso-com.a-v1.mx.microsoft", "microsoft365")]
    [InlineData("mta5.am0.yahoodns.net", "yahoo")]
    [InlineData("mx01.mail.icloud.com", "apple")]
    [InlineData("mx00.t-online.de", "t-online")]
    [InlineData("mx-ha02.web.de", "unitedinternet")]
    [InlineData("mx0a-00123.pphosted.com", "proofpoint")]
    [InlineData("eu-smtp-inbound-1.mimecast.com", "mimecast")]
    [InlineData("mx1.naver.com", "naver")]
    [InlineData("mx.example.org", "default")]
    [InlineData("notgoogle.com", "default")]
    [InlineData("google.com.example.org", "default")]
    public void Find_GoesByTheHost(string host, string provider) => Assert.Equal(provider, s_shipped.Value.Find([host]).Name);

    [Fact]
    public void Find_TakesTheFirstHostThatIsKnown() => Assert.Equal("mimecast", s_shipped.Value.Find(["mx.example.org", "eu-smtp-inbound-1.mimecast.com", "aspmx.l.google.com"]).Name);

    [Fact]
    public void Shipped_CoversTheLargestProvidersAndFilters()
    {
        string[] wanted =
        [
            "gmail", "outlook", "microsoft365", "yahoo", "apple", "unitedinternet", "t-online", "comcast", "orange", "free", "laposte", "sfr", "mailru", "yandex", "qq", "netease", "naver",
            "zoho", "proton", "libero", "seznam", "kpn", "bt", "proofpoint", "mimecast", "barracuda", "cisco", "cloudmark",
        ];
        Assert.Equal([], wanted.Except(s_shipped.Value.Profiles.Select(profile => profile.Name)));
    }

    [Theory]
    [InlineData("gmail", "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP Netblock", ReactionKind.Suspend, false)]
    [InlineData("gmail", "550 5.7.26 This mail has been blocked because the sender is unauthenticated", ReactionKind.Suspend, true)]
    [InlineData("outlook", "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. part of their network is on our block list (S3150).", ReactionKind.Suspend, true)]
    [InlineData("outlook", "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation.", ReactionKind.Slow, false)]
    [InlineData("yahoo", "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints", ReactionKind.Suspend, false)]
    [InlineData("default", "451 4.7.1 Greylisting in action, please come back later", ReactionKind.Ignore, false)]
    [InlineData("default", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", ReactionKind.Suspend, true)]
    public void FindReaction_KnowsTheReply(string provider, string reply, ReactionKind kind, bool isPolicy)
    {
        var profile = s_shipped.Value.Profiles.Single(one => one.Name == provider);
        var found = s_shipped.Value.FindReaction(profile, SmtpReply.FromPeer(int.Parse(reply[..3], null), [reply[4..]]));
        Assert.NotNull(found);
        Assert.Equal((kind, isPolicy), (found.Kind, found.IsPolicy));
    }

    [Theory]
    [InlineData("550 5.1.1 The email account that you tried to reach does not exist")]
    [InlineData("452 4.2.2 mailbox full")]
    [InlineData("450 4.2.1 The user you are trying to contact is receiving mail too quickly")]
    public void FindReaction_LeavesRecipientsTroublesAlone(string reply)
    {
        foreach (var profile in s_shipped.Value.Profiles)
            Assert.True(s_shipped.Value.FindReaction(profile, SmtpReply.FromPeer(int.Parse(reply[..3], null), [reply[4..]])) is null or { Kind: ReactionKind.Ignore }, profile.Name);
    }

    [Fact]
    public void Read_ReportsEveryMistake()
    {
        var (_, mistakes) = ProviderFiles.Read([("bad.toml", """
            version = 2
            [[provider]]
            name = "a"
            title = "A"
            hosts = [".a.example"]
            connections = 0
            rate = "fast"
            tls = "perhaps"
            colour = "red"
            source = "x"
            date = "yesterday"
            [[provider.reaction]]
            pattern = '(?=x)'
            action = "suspend"
            [[provider.reaction]]
            pattern = 'x'
            action = "slow"
            for = "1h"
            """)]);
        Assert.Equal(10, mistakes.Count);
        Assert.All(mistakes, mistake => Assert.StartsWith("bad.toml: ", mistake, StringComparison.Ordinal));
        foreach (var part in (string[])["version", "hosts = .a.example", "connections = 0", "rate = fast", "tls = perhaps", "colour: unknown", "date = yesterday", "on '(?=x)': for", "pattern must have no look-around", "on 'x': rate"])
            Assert.Contains(mistakes, mistake => mistake.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_RefusesAHostOfTwo()
    {
        const string One = "version = 1\n[[provider]]\nname = \"NAME\"\ntitle = \"t\"\nhosts = [\"a.example\"]\nsource = \"x\"\ndate = \"2026-11-25\"\n";
        var (_, mistakes) = ProviderFiles.Read([("1", One.Replace("NAME", "b", StringComparison.Ordinal)), ("2", One.Replace("NAME", "c", StringComparison.Ordinal))]);
        Assert.Equal("host a.example belongs to \"b\" and \"c\"", Assert.Single(mistakes));
    }
}
