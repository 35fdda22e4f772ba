using System.Text.Json;
using Standfast.Reputation.Bounces;
using Standfast.Tests.Mail;
using Standfast.Tests.Reputation.Classification;

namespace Standfast.Tests.Reputation.Bounces;

/// <summary>Real bounces of some sixty servers and providers, where the corpora are at hand.</summary>
public sealed class BounceCorpusTests
{
    [Fact]
    public void Sisimai_CausesAndScopes()
    {
        if (PublicCorpus.Find("bounces-sisimai/expected.tsv") is not { } table) return;
        var score = new CorpusScore();
        foreach (var rows in File.ReadLines(table).Skip(1).Select(line => line.Split('\t')).Where(row => SisimaiReasons.IsBounce(row[4])).GroupBy(row => row[0]))
        {
            if (FindMessage(table, rows.Key) is not { } path) continue;
            using var message = File.OpenRead(path);
            var report = BounceReader.TryRead(message, out var read) ? read : null;
            // Where two results stand under one number, one of them is that of the recipient.
            foreach (var results in rows.GroupBy(row => int.Parse(row[1], null)))
            {
                var recipient = report?.Recipients.ElementAtOrDefault(results.Key - 1);
                var verdict = recipient is null ? null : BounceClassifier.Classify(ShippedRules.Classifier, recipient, report!.ReportingMta);
                score.Add($"{rows.Key} {results.Key} {recipient?.Diagnostic} {recipient?.Explanation}", [.. results.Select(row => row[4])], verdict);
            }
        }

        score.AssertGood();
    }

    [Fact]
    public void Sisimai_WhatIsNoBounce_IsToldApart()
    {
        if (PublicCorpus.Find("bounces-sisimai/expected.tsv") is not { } table) return;
        foreach (var row in File.ReadLines(table).Skip(1).Select(line => line.Split('\t')).Where(row => row[4] is "vacation"))
        {
            if (FindMessage(table, row[0]) is not { } path) continue;
            using var message = File.OpenRead(path);
            Assert.Equal(InboundKind.AutoReply, BounceReader.Read(message, out _));
        }
    }

    [Fact]
    public void Flufl_Addresses()
    {
        if (PublicCorpus.Find("bounces-other/flufl/expected.tsv") is not { } table) return;
        var (right, all, wrong) = (0, 0, new List<string>());
        foreach (var row in File.ReadLines(table).Skip(1).Select(line => line.Split('\t')))
        {
            using var message = File.OpenRead(Path.Combine(Path.GetDirectoryName(table)!, row[1]));
            var expected = JsonSerializer.Deserialize<string[]>(row[2])!.Order(StringComparer.OrdinalIgnoreCase).ToArray();
            var found = BounceReader.TryRead(message, out var report)
                ? report.Recipients.Where(recipient => recipient.Action is BounceAction.Failed or BounceAction.Delayed).SelectMany(recipient => (string?[])[recipient.Address, recipient.OriginalAddress]).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToArray()
                : [];
            all++;
            if (expected.All(address => found.Contains(address, StringComparer.OrdinalIgnoreCase))) right++;
            else wrong.Add($"{row[1]}: {row[2]} but {string.Join(' ', found)}");
        }

        Assert.True(right >= all * 0.9, string.Join('\n', wrong));
    }

    [Fact]
    public void EveryMessage_IsRead()
    {
        foreach (var folder in (string[])["bounces-sisimai", "bounces-other", "arf", "spam/samples"])
        {
            if (PublicCorpus.Find(folder) is not { } path) continue;
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            {
                using var message = File.OpenRead(file);
                BounceReader.Read(message, out var report);
                Assert.True(report is null || report.Recipients.Length is >= 1 and <= BounceReader.MaxRecipients, file);
            }
        }
    }

    [Fact]
    public void HonestMail_IsNoBounce()
    {
        var (all, taken) = (0, new List<string>());
        foreach (var folder in (string[])["spam/spamassassin-public", "spam/csdmc2010"])
        {
            if (PublicCorpus.Find(folder) is not { } path) continue;
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            {
                all++;
                using var message = File.OpenRead(file);
                if (BounceReader.Read(message, out _) is InboundKind.Bounce) taken.Add(file);
            }
        }

        Assert.True(taken.Count <= all * 0.01, string.Join('\n', taken));
    }

    private static string? FindMessage(string table, string file)
    {
        var folder = Path.GetDirectoryName(table)!;
        return Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault(path => path.Contains("/bsd/", StringComparison.Ordinal))
            ?? Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault();
    }
}
