using System.Net;
using Standfast.Mail;
using Standfast.Simulation.Internet.Honest;
using Standfast.Simulation.Internet.Servers;
using Standfast.Simulation.Internet.World;

namespace Standfast.Simulation.Internet.Traffic;

/// <summary>Plays every harmful mix once, from a moment that the seed chooses, until it is spent or somebody ends it.</summary>
internal sealed class Harm(InternetWorld world, MailServer server, IReadOnlyList<HonestCredential> customers)
{
    /// <summary>A program of the customer tries so often.</summary>
    private const int Tries = 4;

    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(10);

    private readonly Random _random = world.RandomFor("harm");
    private readonly Dictionary<string, IReadOnlyList<HonestCredential>> _running = [];

    /// <summary>Names of the mixes that run now.</summary>
    public IReadOnlyCollection<string> Running => _running.Keys;

    public bool IsAttacked(string account) => _running.Values.Any(users => users.Any(user => user.Account == account));

    /// <summary>Told of each message that the server did not take or took to hold: the mix.</summary>
    public Action<string>? Stopped { get; set; }

    public void Plan(int days)
    {
        foreach (var mix in HarmfulMixes.All)
        {
            // Not in the very first day, and early enough to be seen to its end.
            var start = TimeSpan.FromDays(Math.Min(1, days / 10.0) + _random.NextDouble() * days * 0.8);
            var fitting = customers.Where(customer => mix.Habits.Length == 0 || mix.Habits.Contains(customer.Habit)).OrderBy(_ => _random.Next()).Take(mix.Accounts).ToList();
            var random = new Random(_random.Next());
            world.Process.Start(async () =>
            {
                await Task.Delay(start, world.Clock);
                await PlayAsync(mix, fitting, random);
            });
        }
    }

    /// <summary>The owner has changed the password, or spoken with the customer.</summary>
    public void End(string name) => _running.Remove(name);

    private async Task PlayAsync(HarmfulMix mix, List<HonestCredential> users, Random random)
    {
        _running[mix.Name] = users;
        var traits = world.Knowledge.Mail[mix.Kind];
        var draw = random.Next(1_000);
        for (var number = 0; number < mix.Messages && _running.ContainsKey(mix.Name); number++)
        {
            var account = number % users.Count;
            var user = users[account];
            var mail = mix.Write(new HarmfulText.Context(number, draw, account, user.Domain, random));
            var recipient = mail.Recipient ?? Recipient(mix, random);
            world.Mailboxes.Learn(recipient, mail.Recipient is null ? traits.Dead : 0, mail.Recipient is null ? traits.Traps : 0);
            var sent = world.Judge.Send(traits, user.Account, user.User, user.Domain, mix.Name, [recipient]);
            var from = $"{mail.LocalPart}@{user.Domain}";
            var content = MailWriter.Write(sent.Number, user.Domain, mail.Name is null ? from : $"\"{mail.Name}\" <{from}>", sent.Recipients, mail.Subject, world.Scheduler.WallNow, mail.Fields, mail.Type, mail.Body);
            var submission = new Submission(sent, Client(mix, user, random), EmailAddress.Parse(from), content);
            world.Process.Start(() => SubmitAsync(submission, mix));
            await Task.Delay(mix.Every * (0.5 + random.NextDouble()), world.Clock);
        }

        _running.Remove(mix.Name);
    }

    private async Task SubmitAsync(Submission submission, HarmfulMix mix)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reply = await server.SubmitAsync(submission);
            if (!reply.IsPositive || reply.ToString().Contains("held:", StringComparison.Ordinal)) Stopped?.Invoke(mix.Name);
            if (reply.IsPositive || reply.IsPermanent || !mix.IsOwn || attempt == Tries) return;
            await Task.Delay(s_retry, world.Clock);
            if (!_running.ContainsKey(mix.Name)) return;
        }
    }

    private string Recipient(HarmfulMix mix, Random random) => $"{mix.Kind[0]}{HonestTexts.Name(random)}{random.Next():x}@{world.Mailboxes.DomainOf(random.Next(Mailboxes.Domains))}".ToLowerInvariant();

    private static IPAddress Client(HarmfulMix mix, HonestCredential user, Random random)
    {
        if (mix.Networks == 0) return IPAddress.Parse($"192.0.{user.User["customer".Length..user.User.IndexOf('-', StringComparison.Ordinal)]}.10");
        return IPAddress.Parse($"45.{random.Next(mix.Networks)}.7.{random.Next(1, mix.Networks == 1 ? 2 : 250)}");
    }
}
