using Standfast.Simulation.Internet.Knowledge;

namespace Standfast.Simulation.Internet.World;

/// <summary>Everybody who has an address, and the addresses that nobody has. What an address is follows from the seed and its name alone.</summary>
internal sealed class Mailboxes(SurvivalKnowledge knowledge, int seed)
{
    /// <summary>Domains in the lists that senders write to: mailboxN.example, N below it.</summary>
    public const int Domains = 60;

    /// <summary>Half of the traps are the provider's, the others those of blocklists.</summary>
    private const double OwnTraps = 0.5;

    /// <summary>Of business addresses in a year; a third of people change jobs each year or two. Ours.</summary>
    private const double LeavingInAYear = 0.2;

    private readonly Dictionary<string, Mailbox> _known = [];

    /// <summary>The n-th of <see cref="Domains"/>, by the providers' shares.</summary>
    public string DomainOf(int index)
    {
        var percent = index * 100 / Domains;
        foreach (var provider in knowledge.Providers)
        {
            if (percent < provider.SharePercent) return provider.Domains[index % provider.Domains.Length];
            percent -= provider.SharePercent;
        }

        return knowledge.Providers[^1].Domains[0];
    }

    /// <summary>Makes the address known, as one of a list of such quality.</summary>
    public Mailbox Learn(string address, double dead, double traps)
    {
        if (_known.TryGetValue(address, out var known)) return known;
        var random = new Random(Hash(address));
        var draw = random.NextDouble();
        var state = draw < dead ? MailboxState.Dead : draw < dead + traps ? MailboxState.Trap : MailboxState.Lives;
        var dies = address.Contains("@firm", StringComparison.Ordinal) && state == MailboxState.Lives ? TimeSpan.FromDays(-Math.Log(1 - random.NextDouble()) / LeavingInAYear * 365) : TimeSpan.MaxValue;
        var owner = state != MailboxState.Trap ? "" : random.NextDouble() < OwnTraps ? "provider" : knowledge.Blocklists[random.Next(knowledge.Blocklists.Length)].Name;
        return _known[address] = new Mailbox(address, state, dies, owner);
    }

    /// <summary>Null where nobody ever wrote to it before: as good as dead.</summary>
    public Mailbox? Find(string address) => _known.GetValueOrDefault(address);

    private int Hash(string text)
    {
        var hash = unchecked((2166136261u ^ (uint)seed) * 16777619u);
        foreach (var character in text) hash = unchecked((hash ^ character) * 16777619u);
        return (int)hash;
    }
}
