using Standfast.Simulation.Internet.Judging;

namespace Standfast.Simulation.Internet.World;

/// <summary>People who find a message in their inbox: they read it and say nothing, complain, or leave the list.</summary>
internal sealed class Readers(InternetWorld world)
{
    /// <summary>Of those who complain: who reports to SpamCop too, and who writes to the hosting provider. Ours.</summary>
    private const double ReportsToList = 0.02, ReportsToHost = 0.02;

    /// <summary>Who is written to after leaving complains so much more often. Ours.</summary>
    private const double Anger = 20;

    /// <summary>Mean time until a message is read.</summary>
    private static readonly TimeSpan s_reads = TimeSpan.FromHours(3);

    private readonly Random _random = world.RandomFor("readers");
    private readonly HashSet<(string Domain, string Recipient)> _left = [];

    public int Complaints { get; private set; }

    /// <summary>Told of each complaint that a provider passes on to the sender.</summary>
    public Action<SentMail, string, MailboxProvider>? Feedback { get; set; }

    public bool HasLeft(string domain, string recipient) => _left.Contains((domain, recipient));

    public void Receive(MailboxProvider provider, SentMail mail, string recipient, bool hasWayOut)
    {
        var traits = world.Knowledge.Arrived(mail.Traits, hasWayOut);
        var hasLeft = HasLeft(mail.Domain, recipient);
        var complains = _random.NextDouble() < traits.Complaints * (hasLeft ? Anger : 1);
        var leaves = _random.NextDouble() < traits.Leaves;
        if (leaves && traits.HasNoWayOut) (leaves, complains) = (false, complains || _random.Next(2) == 0);
        if (!complains && !leaves) return;
        var after = s_reads * -Math.Log(1 - _random.NextDouble());
        world.Process.Start(async () =>
        {
            await Task.Delay(after, world.Clock);
            if (complains) Complain(provider, mail, recipient);
            else _left.Add((mail.Domain, recipient));
        });
    }

    private void Complain(MailboxProvider provider, SentMail mail, string recipient)
    {
        Complaints++;
        provider.Complain(mail.Domain);
        if (_random.NextDouble() < ReportsToList) world.FindList("spamcop")?.Report(world.Now);
        if (_random.NextDouble() < ReportsToHost) world.Host.Report();
        if (provider.Rules.HasFeedback) Feedback?.Invoke(mail, recipient, provider);
    }
}
