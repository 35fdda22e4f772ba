using System.Text.RegularExpressions;
using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.Classification;

public sealed class ShippedRulesTests
{
    [Fact]
    public void Rules_AreRead_WithoutMistakes()
    {
        Assert.Empty(ShippedRules.Mistakes);
        Assert.True(ShippedRules.Rules.Rules.Length > 600);
    }

    [Fact]
    public void Patterns_AreLinear_AndMatchTheirExamples()
    {
        foreach (var rule in ShippedRules.Rules.Rules)
        {
            var regex = new Regex(rule.Pattern.Text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            Assert.True(regex.IsMatch(ReplyText.Normalize(rule.Example)), rule.Id);
        }
    }

    [Fact]
    public void Examples_AreClassifiedAsTheirRuleSays_WithTheirProviderKnown()
    {
        foreach (var rule in ShippedRules.Rules.Rules)
        {
            var isOwnRelay = ShippedRules.Rules.Find(rule.Provider)!.Kind == ReplySourceKind.Submission;
            AssertLike(rule, ShippedRules.Classifier.Classify(rule.Example, rule.Provider, null, isOwnRelay));
        }
    }

    [Fact]
    public void Examples_AreClassifiedAsTheirRuleSays_WhereItHoldsForOthers()
    {
        foreach (var rule in ShippedRules.Rules.Rules.Where(rule => rule.IsGlobal))
        {
            var isOwnRelay = ShippedRules.Rules.Find(rule.Provider)!.Kind == ReplySourceKind.Submission;
            AssertLike(rule, ShippedRules.Classifier.Classify(rule.Example, null, null, isOwnRelay));
        }
    }

    [Fact]
    public void Prefilter_RulesOutNoMatch()
    {
        // What the literals let through must hold every rule that matches.
        var matcher = new RuleMatcher(ShippedRules.Rules.Rules);
        var (hits, candidates) = (new ulong[matcher.HitWords], new ulong[matcher.Words]);
        foreach (var example in ShippedRules.Rules.Rules.Where((_, index) => index % 12 == 0).Select(rule => ReplyText.Normalize(rule.Example)))
        {
            matcher.FindCandidates(example, hits, candidates);
            for (var index = 0; index < ShippedRules.Rules.Rules.Length; index++)
            {
                if (!ShippedRules.Rules.Rules[index].Pattern.IsMatch(example)) continue;
                Assert.Equal(index, matcher.FirstMatch(example, index..(index + 1), onlyGlobal: false, hits, candidates));
            }
        }
    }

    [Theory]
    [InlineData("gmail-smtp-in.l.google.com", "google")]
    [InlineData("gmail", "google")]
    [InlineData("example-com.mail.protection.outlook.com", "microsoft-365")]
    [InlineData("outlook-com.olc.protection.outlook.com.", "microsoft-outlook")]
    [InlineData("mta5.am0.yahoodns.net", "yahoo")]
    [InlineData("smtp.sendgrid.net", "sendgrid")]
    [InlineData("notgoogle.com", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Provider_IsFoundByNameOrHost(string? text, string? provider) => Assert.Equal(provider, ShippedRules.Rules.Find(text)?.Name);

    private static void AssertLike(ReplyRule rule, ReplyClass read)
    {
        Assert.True(
            (rule.Cause, rule.Scope, rule.Severity) == (read.Cause, read.Scope, read.Severity),
            $"{rule.Id}: {rule.Example}: {rule.Cause} {rule.Scope} {rule.Severity}, but {read.RuleId} says {read.Cause} {read.Scope} {read.Severity}");
    }
}
