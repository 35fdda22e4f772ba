using Standfast.Recovery;
using Standfast.Recovery.Diagnosis;

namespace Standfast.Tests.Recovery.Diagnosis;

/// <summary>The right cause first, with what speaks for it and against it.</summary>
public sealed class DiagnosisReaderTests
{
    [Fact]
    public void RightCause_ComesFirst_InNineteenOfTwentyGeneratedIncidents()
    {
        const int Incidents = 200;
        var wrong = new List<string>();
        for (var seed = 0; seed < Incidents; seed++)
        {
            var (cause, facts) = GeneratedIncident.Make(seed);
            if (DiagnosisReader.Read(facts).First.Cause is var found && found != cause) wrong.Add($"{seed}: {cause} taken for {found}: {facts.Cause}; {string.Join(' ', facts.Said)}");
        }

        Assert.True(wrong.Count <= Incidents / 20, $"{wrong.Count} wrong:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void WhatIsSure_IsMoreOftenRight()
    {
        var (sure, right) = (0, 0);
        for (var seed = 1_000; seed < 1_400; seed++)
        {
            var (cause, facts) = GeneratedIncident.Make(seed);
            if (DiagnosisReader.Read(facts) is not { Confidence: "high" } ranking) continue;
            sure++;
            if (ranking.First.Cause == cause) right++;
        }

        Assert.True(sure > 150 && right >= 0.97 * sure, $"{right} of {sure}");
    }

    [Fact]
    public void Ranking_QuotesThem_AndSaysWhatSpeaksForAndAgainst()
    {
        var ranking = DiagnosisReader.Read(new DiagnosisFacts("ses", "account-suspended-by-provider", ["Your account was used to send spam."])
        {
            Attempts = 10_000,
            Delivered = 9_900,
            Unknown = 20,
            Complained = 1,
            VolumeRatio = 12,
            HeldSenders = [("shop", "SF-7001", "from 14 networks")],
            NameFaults = [],
        });
        Assert.Equal((SuspensionCause.Compromise, "high", "Your account was used to send spam."), (ranking.First.Cause, ranking.Confidence, ranking.Quote));
        Assert.Contains(ranking.First.For, line => line.Contains("14 networks", StringComparison.Ordinal));
        Assert.Contains(ranking.Causes.Single(one => one.Cause == SuspensionCause.Authentication).Against, line => line.Contains("in order", StringComparison.Ordinal));
        Assert.Equal(1, ranking.Causes.Sum(one => one.Confidence), 6);
    }

    [Fact]
    public void NothingKnown_IsLowConfidence()
    {
        var ranking = DiagnosisReader.Read(new DiagnosisFacts("somebody", "other", []));
        Assert.Equal(("low", ""), (ranking.Confidence, ranking.Quote));
    }

    [Fact]
    public void BoughtList_IsNotACompromise()
    {
        var ranking = DiagnosisReader.Read(new DiagnosisFacts("ses", "no-such-user", ["You wrote to spam traps."]) { HeldSenders = [("shop/bulk/may", "SF-7006", "21 % of the addresses do not exist")], Attempts = 9_000, Delivered = 8_000, Unknown = 900 });
        Assert.Contains(ranking.First.Cause, (SuspensionCause[])[SuspensionCause.ListQuality, SuspensionCause.Bounces]);
        Assert.True(ranking.Causes.Single(one => one.Cause == SuspensionCause.Compromise).Confidence < 0.05);
    }

    [Fact]
    public void WhatTellsApart_NamesCommandsThatThereAre()
    {
        foreach (var cause in DiagnosisReader.Read(new DiagnosisFacts("ses", "other", [])).Causes) PrintedCommands.AssertAllParse(cause.Cause.ToString(), cause.TellApart);
    }
}
