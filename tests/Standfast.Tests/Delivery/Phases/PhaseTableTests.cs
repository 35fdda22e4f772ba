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

    private static async Task CheckAllAsync(string phase, IEnumerable<PhaseAnswer> answers, Func<PhaseAnswer, bool> isTold)
    {
        var wrong = new List<string>();
        foreach (var answer in answers)
        {
            var law = PhaseTable.Find(phase, answer.Name);
            var isTelling = isTold(answer);
            await CheckAsync(false, false, false);
            if (phase is "mail" or "rcpt" or "data" or "content" or "rset")
            {
                await CheckAsync(true, false, false);
                if (isTelling) await CheckAsync(false, false, true);
            }

            if (isTelling) await CheckAsync(false, true, false);

            async Task CheckAsync(bool offersPipelining, bool hasSecondHost, bool isUnderTls)
            {
                await using var run = new PhaseCase(phase, answer, offersPipelining, hasSecondHost, isUnderTls);
                string differs;
                try
                {
                    differs = await run.CheckAsync(law);
                }
                catch (TimeoutException)
                {
                    differs = "no outcome";
                }

                var start = answer.Text.Length > 20 ? answer.Text[..20] : answer.Text;
                if (differs.Length > 0) wrong.Add($"{phase} {answer.Name} \"{start.TrimEnd()}\"{(offersPipelining ? ", pipelined" : "")}{(hasSecondHost ? ", two hosts" : "")}{(isUnderTls ? ", TLS" : "")}: {differs}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(40))}");
    }
}
