using System.Net;
using Standfast.Mail;
using Standfast.Simulation.Network;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Peers;

/// <summary>A mailbox provider: some hosts, the mail of some domains, and moods.</summary>
public sealed class Provider(string name, StepScheduler scheduler, SimulatedNetwork network, bool isLmtp)
{
    private static readonly SinkAnswer[] s_answers = [SinkAnswer.Temporary, SinkAnswer.Permanent, SinkAnswer.ShutsDown, SinkAnswer.Closes, SinkAnswer.Hangs, SinkAnswer.Babbles];

    private readonly Dictionary<string, TimeSpan> _greylist = [];
    private readonly double[] _odds = new double[s_answers.Length];

    public string Name => name;

    public bool IsLmtp => isLmtp;

    public bool OffersPipelining { get; } = scheduler.Random.Next(4) > 0;

    /// <summary>Recipients of one transaction; more get 452.</summary>
    public int MaxRecipients { get; } = scheduler.Random.Next(3) == 0 ? 2 : 100;

    public List<(DomainName Host, IPAddress Address)> Hosts { get; } = [];

    /// <summary>All that it answers is as wished.</summary>
    public void BecomeGood()
    {
        Array.Clear(_odds);
        foreach (var (_, address) in Hosts) network.SetState(address, HostState.Up);
    }

    /// <summary>Draws a mood: a host down, or some wrong answers with some odds.</summary>
    /// <param name="mayReject">Permanent refusals are part of it.</param>
    public void ChangeMood(bool mayReject)
    {
        var random = scheduler.Random;
        BecomeGood();
        scheduler.Trace("mood of " + name);
        if (random.Next(3) == 0)
        {
            foreach (var (_, address) in Hosts)
                if (random.Next(2) == 0)
                    network.SetState(address, random.Next(2) == 0 ? HostState.Refuses : HostState.Silent);
            return;
        }

        for (var index = 0; index < _odds.Length; index++)
            if (random.Next(3) == 0 && (mayReject || s_answers[index] != SinkAnswer.Permanent))
                _odds[index] = random.Next(5) == 0 ? 0.5 : 0.05;
    }

    public SinkAnswer Draw(SinkPhase phase)
    {
        var random = scheduler.Random;
        for (var index = 0; index < _odds.Length; index++)
            if (_odds[index] > 0 && random.NextDouble() < _odds[index] * (phase == SinkPhase.Content ? 2 : 0.5))
                return s_answers[index];
        return SinkAnswer.Normal;
    }

    /// <summary>Whether a recipient that is greylisted must come again later.</summary>
    public bool Greylists(string recipient)
    {
        if (!recipient.StartsWith("grey", StringComparison.Ordinal)) return false;
        if (_greylist.TryAdd(recipient, scheduler.Now)) return true;
        return scheduler.Now - _greylist[recipient] < TimeSpan.FromMinutes(5);
    }
}
