using System.Collections.Concurrent;

namespace Standfast.Tests.Delivery.Phases;

/// <summary>Every answer in every phase of a transaction, against the table in phases.txt.</summary>
public sealed class PhaseTableTests
{
    /// <summary>Codes that are tried in more surroundings: with a second host, under TLS.</summary>
    private static readonly int[] s_telling = [400, 421, 450, 451, 452, 454, 499, 500, 502, 530, 535, 550, 552, 554, 599];

    public static TheoryData<string> Phases() => [.. PhaseTable.Phases];

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Outcome_FollowsTheTable_WhenTheServerRefuses(string phase)
    {
        if (phase == "connect") return;
        await CheckAllAsync(phase, Enumerable.Range(400, 200).Select(PhaseAnswer.Refusal), answer => s_telling.Contains(answer.Code!.Value));
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Outcome_FollowsTheTable_WhenTheServerMakesNoSense(string phase)
    {
        var answers = phase == "connect" ? [new PhaseAnswer("refuse", ""), new PhaseAnswer("hang", "", TakesTime: true)] : PhaseAnswer.Odd;
        if (phase is "mail" or "rcpt" or "data" or "content" or "greeting" or "ehlo" or "helo" or "auth")
            answers = answers.Append(PhaseAnswer.Twice(phase switch { "data" => "354 Go\r\n", "content" => "250 2.0.0 Taken\r\n", "auth" => "235 Ok\r\n", "greeting" => "220 mx\r\n", _ => "250 Ok\r\n" }));
        await CheckAllAsync(phase, answers, _ => true);
    }

    private static async Task CheckAllAsync(string phase, IEnumerable<PhaseAnswer> answers, Func<PhaseAnswer, bool> isTelling)
    {
        var wrong = new ConcurrentQueue<string>();
        // Waits for the clock overlap; what is computed is not more for it.
        await Parallel.ForEachAsync(answers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (answer, _) =>
        {
            foreach (var surroundings in SurroundingsOf(phase, isTelling(answer)))
                if (await CheckAsync(phase, answer, surroundings) is { Length: > 0 } differs)
                    wrong.Enqueue(differs);
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(40))}");
    }

    private static IEnumerable<PhaseSurroundings> SurroundingsOf(string phase, bool isTelling)
    {
        var isTransaction = phase is "mail" or "rcpt" or "data" or "content" or "rset";
        yield return new PhaseSurroundings();
        if (isTransaction) yield return new PhaseSurroundings(OffersPipelining: true);
        if (isTransaction && isTelling) yield return new PhaseSurroundings(IsUnderTls: true);
        if (isTelling) yield return new PhaseSurroundings(HasSecondHost: true);
    }

    private static async Task<string> CheckAsync(string phase, PhaseAnswer answer, PhaseSurroundings surroundings)
    {
        await using var run = new PhaseCase(phase, answer, surroundings);
        string differs;
        try
        {
            differs = await run.CheckAsync(PhaseTable.Find(phase, answer.Name));
        }
        catch (TimeoutException)
        {
            differs = "no outcome";
        }

        return differs.Length == 0 ? "" : $"{phase} {answer.Name} \"{(answer.Text.Length > 20 ? answer.Text[..20] : answer.Text).TrimEnd()}\", {surroundings}: {differs}";
    }
}
