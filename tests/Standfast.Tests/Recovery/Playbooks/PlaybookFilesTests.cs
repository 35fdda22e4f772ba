using Standfast.Delivery.Providers;
using Standfast.Recovery;
using Standfast.Recovery.Playbooks;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Classification;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Recovery.Playbooks;

public sealed class PlaybookFilesTests
{
    private const string Good = """
        version = 1
        id = "x"
        name = "X Mail"
        kind = "blocklist"
        providers = ["xmail"]
        lists = ["x-list"]
        hosts = ["relay.x.test"]
        words = ["x.test"]
        prerequisites = ["The cause is ended."]
        omit = ["praise"]
        answer = "A day."
        answer_within = "1d"
        follow_up = "3d"
        retry = "Once."
        sources = ["https://x.test/rules"]
        date = "2026-11-26"
        [[route]]
        id = "form"
        kind = "form"
        to = "https://x.test/form"
        ask = "Please remove {addresses}."
        certainty = "high"
        [[route.field]]
        label = "IP address"
        fact = "addresses"
        [[route]]
        id = "wait"
        kind = "none"
        when = ["127.0.0.9"]
        ask = "Nothing."
        note = "Wait."
        certainty = "low"
        [[outcome]]
        says = "removed"
        means = "Over."
        [[hint]]
        causes = ["complaint"]
        text = "Say how people came on the list."
        """;

    private static readonly string s_folder = Path.Combine(Repository.Root, "data", "playbooks");

    [Fact]
    public void DataFiles_AreWithoutMistakes()
    {
        var (catalogue, mistakes) = PlaybookFiles.ReadFolder(s_folder);
        Assert.Empty(mistakes);
        Assert.Equal(Directory.GetFiles(s_folder, "*.toml").Length, catalogue.All.Count);
        Assert.All(catalogue.All, playbook => Assert.InRange(playbook.ReadOn, new DateOnly(2026, 11, 1), new DateOnly(2027, 12, 31)));
    }

    [Theory]
    [InlineData("gmail", "mailbox-provider")]
    [InlineData("outlook", "mailbox-provider")]
    [InlineData("microsoft365", "mailbox-provider")]
    [InlineData("yahoo", "mailbox-provider")]
    [InlineData("apple", "mailbox-provider")]
    [InlineData("spamhaus", "blocklist")]
    [InlineData("barracuda", "blocklist")]
    [InlineData("spamcop", "blocklist")]
    [InlineData("uceprotect", "blocklist")]
    [InlineData("proofpoint", "filter")]
    [InlineData("cloudmark", "filter")]
    [InlineData("hosting", "host")]
    [InlineData("ses", "relay")]
    [InlineData("sendgrid", "relay")]
    [InlineData("mailgun", "relay")]
    [InlineData("postmark", "relay")]
    public void DataFiles_HaveWhomTheOwnerMeetsMost(string id, string kind) =>
        Assert.Equal(kind.Replace("-", "", StringComparison.Ordinal), PlaybookFiles.ReadFolder(s_folder).Catalogue.Find(id)?.Kind.ToString(), ignoreCase: true);

    [Fact]
    public void DataFiles_NameProvidersListsAndCauses_AsTheOtherDataDoes()
    {
        var data = Path.Combine(Repository.Root, "data");
        var all = PlaybookFiles.ReadFolder(s_folder).Catalogue.All;
        var rules = ReplyRuleFiles.ReadFolder(Path.Combine(data, "replies")).Rules;
        var providers = ProviderFiles.ReadFolder(Path.Combine(data, "providers")).Catalogue.Profiles.Select(profile => profile.Name).Concat(rules.Sources.Select(source => source.Name)).ToHashSet();
        var lists = BlocklistFiles.ReadFolder(Path.Combine(data, "blocklists")).Catalogue.Lists.Select(list => list.Id).ToHashSet();
        string[] causes = [.. Enum.GetValues<ReplyCause>().Select(ReplyNames.Of), "complaints", "unknown-recipients"];
        foreach (var playbook in all)
        {
            Assert.All(playbook.Providers, name => Assert.Contains(name, providers));
            Assert.All(playbook.Lists, id => Assert.Contains(id, lists));
            Assert.All(playbook.Hints.SelectMany(hint => hint.Causes), cause => Assert.Contains(cause, causes));
        }
    }

    [Theory]
    [InlineData("outlook", "ip-reputation", "550 5.7.1 blocked (S3140)", "outlook/form")]
    [InlineData("outlook", "blocklist", "550 5.7.1 Service unavailable, MailFrom domain is listed in Spamhaus (S8002)", "spamhaus/check")]
    [InlineData("mx.a.test", "blocklist", "550 blocked using zen.spamhaus.org, see https://www.spamhaus.org/sbl/query/SBL1234", "spamhaus/sbl")]
    [InlineData("spamhaus-zen", "blocklist", "192.0.2.1 is on zen.spamhaus.org (127.0.0.3: CSS)", "spamhaus/css")]
    [InlineData("spamhaus-zen", "blocklist", "192.0.2.1 is on zen.spamhaus.org (127.0.0.10)", "spamhaus/pbl")]
    [InlineData("spamhaus-dbl", "blocklist", "shop.test is on dbl.spamhaus.org (127.0.1.2)", "spamhaus/dbl")]
    [InlineData("psbl", "blocklist", "192.0.2.1 is on psbl.surriel.com", "psbl/form")]
    [InlineData("uceprotect-3", "blocklist", "192.0.2.1 is on dnsbl-3.uceprotect.net", "uceprotect/level3")]
    [InlineData("orange", "blocklist", "550 OFR006_102 Ref http://csi.cloudmark.com/reset-request/?ip=192.0.2.1", "cloudmark/form")]
    [InlineData("yahoo", "rate-limit", "421 4.7.0 [TSS04] Messages temporarily deferred", "yahoo/volume")]
    [InlineData("relay:smtp.sendgrid.net:587", "account-suspended-by-provider", "451 suspended", "sendgrid/reply")]
    [InlineData("relay:email-smtp.eu-west-1.amazonaws.com:587", "account-suspended-by-provider", "554 Sending paused", "ses/case")]
    [InlineData("Hetzner Online", "other", "your server was locked", "hetzner/statement")]
    [InlineData("digitalocean", "port-blocked", "your droplet's port 25 is blocked", "hosting/ticket")]
    [InlineData("linode", "other", "your Linode was restricted", "hosting/ticket")]
    [InlineData("vultr", "other", "your instance was stopped", "hosting/ticket")]
    [InlineData("contabo", "other", "a final report is needed", "hosting/ticket")]
    [InlineData("ionos", "other", "your contract was locked", "hosting/ticket")]
    [InlineData("nobody.test", "ip-reputation", "550 no", null)]
    public void For_FindsWhomToAsk_AndHow(string counterparty, string cause, string text, string? expected)
    {
        var incident = new Incident("INC-1", counterparty, cause, "everything", DateTimeOffset.UnixEpoch, text);
        var playbook = PlaybookFiles.ReadFolder(s_folder).Catalogue.For(incident);
        Assert.Equal(expected, playbook is null ? null : $"{playbook.Id}/{playbook.RouteFor(incident).Id}");
    }

    [Fact]
    public void Good_IsRead()
    {
        List<string> mistakes = [];
        var playbook = PlaybookFiles.Read("x.toml", Good, mistakes);
        Assert.Empty(mistakes);
        Assert.Equal(("X Mail", CounterpartyKind.Blocklist, TimeSpan.FromDays(3), new DateOnly(2026, 11, 26)), (playbook!.Name, playbook.Kind, playbook.FollowUpAfter, playbook.ReadOn));
        Assert.Equal(["form", "wait"], playbook.Routes.Select(route => route.Id));
        Assert.Equal(new FormField("IP address", RequestFact.Addresses), Assert.Single(playbook.Routes[0].Fields));
    }

    [Theory]
    [InlineData("version = 1", "version = 2", "x.toml: version must be 1")]
    [InlineData("id = \"x\"", "id = \"y\"", "id = y: must be the name of the file, x")]
    [InlineData("kind = \"blocklist\"", "kind = \"friend\"", "kind = friend: must be mailbox-provider or")]
    [InlineData("omit = [\"praise\"]", "", "omit = : must be at least one")]
    [InlineData("prerequisites = [\"The cause is ended.\"]", "", "prerequisites = : must be at least one")]
    [InlineData("sources = [\"https://x.test/rules\"]", "", "sources = : must be at least one")]
    [InlineData("https://x.test/rules", "http://x.test/rules", "sources = http://x.test/rules: must be https URLs")]
    [InlineData("date = \"2026-11-26\"", "", "date = : must be a day")]
    [InlineData("answer_within = \"1d\"", "answer_within = \"soon\"", "answer_within = soon: must be a time")]
    [InlineData("words = [\"x.test\"]", "words = [\"X\"]", "words = X: must be of 3 characters or more, in lower case")]
    [InlineData("retry = \"Once.\"", "retry = \"Once.\"\nretries = 2", "playbook \"x\": retries: unknown key")]
    [InlineData("to = \"https://x.test/form\"", "", "playbook \"x\", route \"form\": to = : must be the https URL of the form")]
    [InlineData("kind = \"form\"", "kind = \"mail\"", "must be the address of the mail")]
    [InlineData("note = \"Wait.\"", "", "route \"wait\": note = : must be given")]
    [InlineData("when = [\"127.0.0.9\"]", "", "exactly one has no \"when\"")]
    [InlineData("id = \"wait\"", "id = \"form\"", "must be of another id each")]
    [InlineData("fact = \"addresses\"", "fact = \"password\"", "fact = password: must be one of organisation")]
    [InlineData("Please remove {addresses}.", "Please remove {adresses}.", "ask = adresses: must be a fact")]
    [InlineData("certainty = \"high\"", "certainty = \"yes\"", "certainty = yes: must be high or medium or low")]
    [InlineData("causes = [\"complaint\"]", "causes = []", "causes = : must be at least one")]
    [InlineData("[[outcome]]", "[[outcome", "x.toml: not TOML")]
    public void Mistakes_AreNamed(string good, string bad, string expected)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        List<string> mistakes = [];
        Assert.Null(PlaybookFiles.Read("x.toml", Good.Replace(good, bad, StringComparison.Ordinal), mistakes));
        Assert.Contains(mistakes, mistake => mistake.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Folder_ThatIsNotThere_IsAMistake() => Assert.Equal(["there is no folder /nowhere with the playbooks"], PlaybookFiles.ReadFolder("/nowhere").Mistakes);
}
