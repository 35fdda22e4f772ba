using System.Globalization;
using Standfast.Simulation.Internet.Honest;

namespace Standfast.Tests.Policy.HonestWeek;

public sealed class HonestWeekTests
{
    /// <summary>Sets the volume; 1 is the full one of docs/compromise.md.</summary>
    private const string Volume = "STANDFAST_HONEST_VOLUME";

    [Fact]
    public async Task FiftyAccounts_SendAWeek_AndHardlyAMessageIsStopped()
    {
        var scale = double.Parse(Environment.GetEnvironmentVariable(Volume) ?? "0.08", CultureInfo.InvariantCulture);
        var senders = new HonestSenders(scale, seed: 1);
        var credentials = senders.Credentials.ToList();
        Assert.Equal(50, credentials.DistinctBy(credential => credential.Account).Count());
        using var guard = new GuardInTime(credentials, HonestSenders.Begin);
        for (var day = 0; day < HonestSenders.WeekBegins; day++)
            foreach (var mail in senders.Day(day))
                await guard.LiveAsync(mail);

        var (sent, stopped, toNobody) = (new Dictionary<string, int>(), new List<(string Habit, string Why)>(), 0);
        for (var day = HonestSenders.WeekBegins; day < HonestSenders.WeekBegins + 7; day++)
        {
            foreach (var mail in senders.Day(day))
            {
                // Who sends to a list takes off it what bounced. Other programs do not, and are told that the address does not exist.
                var isToNobody = mail.Recipients.Count == 1 && guard.IsKnownDead(mail.Recipients[0]);
                if (isToNobody && mail.Stream == "bulk") continue;
                sent[mail.Credential.Habit] = sent.GetValueOrDefault(mail.Credential.Habit) + 1;
                if (await guard.SendAsync(mail) is not { } finding) continue;
                if (isToNobody && finding.Id == "SF-3001") toNobody++;
                else stopped.Add((mail.Credential.Habit, $"{finding.Action} {finding}"));
            }
        }

        var report = TestContext.Current.TestOutputHelper;
        foreach (var (habit, count) in sent) report?.WriteLine($"{habit}: {count} messages, {stopped.Count(one => one.Habit == habit)} stopped");
        foreach (var why in stopped.GroupBy(one => one.Why)) report?.WriteLine($"{why.Count()} x {why.First().Habit}: {why.Key}");
        report?.WriteLine($"{toNobody} messages were refused because their recipient is known not to exist; they are not among the stopped");
        report?.WriteLine($"all: {sent.Values.Sum()} messages, {stopped.Count} stopped ({100.0 * stopped.Count / sent.Values.Sum():0.000} %)");
        Assert.True(stopped.Count < sent.Values.Sum() / 1_000.0, string.Join('\n', stopped.Take(20)));
    }
}
