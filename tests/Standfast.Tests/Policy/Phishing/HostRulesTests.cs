using Standfast.Policy.Phishing;

namespace Standfast.Tests.Policy.Phishing;

public sealed class HostRulesTests
{
    private static readonly string[] s_shared = ["github.io", "co.shared.example", "a.b.c.d", "web.app"];
    private static readonly string[] s_seconds = ["co", "com"];
    private static readonly HostRules s_rules = new(s_shared, s_seconds, []);

    [Theory]
    [InlineData("www.example.co.uk", "example.co.uk")]
    [InlineData("me.github.io", "me.github.io")]
    [InlineData("x.me.github.io", "me.github.io")]
    [InlineData("github.io", "github.io")]
    [InlineData("v.w.x.a.b.c.d", "x.a.b.c.d")]
    [InlineData("mail.example.org", "example.org")]
    [InlineData("localhost", "localhost")]
    [InlineData("", "")]
    [InlineData(".", ".")]
    [InlineData("a..org", ".org")]
    public void RegisteredOf_IsWhatOneOwnerHas(string host, string expected) => Assert.Equal(expected, s_rules.RegisteredOf(host));

    /// <summary>Against the rule as it is told: by the list of labels.</summary>
    [Fact]
    public void RegisteredOf_AgreesWithTheLabels_ForAnyHost()
    {
        string[] labels = ["", "a", "b", "c", "d", "co", "com", "uk", "org", "github", "io", "web", "app", "shared", "example"];
        var random = new Random(11);
        for (var count = 0; count < 20_000; count++)
        {
            var host = string.Join('.', Enumerable.Range(0, random.Next(1, 9)).Select(_ => labels[random.Next(labels.Length)]));
            Assert.Equal(ByLabels(host), s_rules.RegisteredOf(host));
        }
    }

    private static string ByLabels(string host)
    {
        var labels = host.Split('.');
        for (var count = Math.Min(4, labels.Length - 1); count >= 2; count--)
            if (s_shared.Contains(string.Join('.', labels[^count..])))
                return string.Join('.', labels[^(count + 1)..]);
        var size = labels.Length >= 3 && labels[^1].Length == 2 && s_seconds.Contains(labels[^2]) ? 3 : 2;
        return labels.Length <= size ? host : string.Join('.', labels[^size..]);
    }
}
