using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.Knowledge;

namespace Standfast.Simulation.Internet.World;

/// <summary>A mailbox provider: decides by what it knows of the address and the domain that a message comes from, and by what its filter says.</summary>
internal sealed class MailboxProvider(ProviderRules rules, InternetWorld world)
{
    private const string Mail = "mail", Recipient = "recipient", Content = "content";

    private readonly Dictionary<string, Standing> _domains = [];
    private readonly Standing _address = new(rules, InternetWorld.SourceText, world.Judge);
    private readonly Random _random = world.RandomFor("filter " + rules.Name);

    public ProviderRules Rules => rules;

    public Standing Address => _address;

    public int Slowings => _address.Slowings + _domains.Values.Sum(standing => standing.Slowings);

    public IEnumerable<Standing> Standings => _domains.Values.Append(_address);

    /// <returns>The refusal; null where the transaction may begin.</returns>
    public string? AtMail() => rules.Verdict == Mail ? OnAddress() : null;

    /// <returns>The refusal; null where the recipient is taken.</returns>
    public string? AtRecipient(string recipient)
    {
        if (rules.Verdict == Recipient && OnAddress() is { } refusal) return refusal;
        var isKnown = world.Mailboxes.Find(recipient) is { } mailbox && mailbox.ExistsAt(world.Now);
        _address.Recipient(world.Now, isKnown);
        return isKnown ? null : Fill(rules.Texts.NoSuchUser, "", recipient);
    }

    /// <param name="mail">Null for what no account wrote: a notification.</param>
    /// <returns>The refusal; null where it is taken for all recipients.</returns>
    public string? AtContent(SentMail? mail, IReadOnlyList<string> recipients, bool hasWayOut)
    {
        if (mail is null) return null;
        if (rules.Verdict == Content && OnAddress() is { } onAddress) return onAddress;
        if (!world.IsAuthenticated(mail.Domain)) return Fill(rules.Texts.Unauthenticated, mail.Domain, "");
        var domain = StandingOf(mail.Domain);
        switch (domain.Ask(world.Now))
        {
            case StandingVerdict.Blocked:
                return Fill(rules.Texts.BlockedDomain, mail.Domain, "");
            case StandingVerdict.Slowed:
                return Fill(rules.Texts.SlowedDomain, mail.Domain, "");
        }

        var draw = _random.NextDouble();
        var traits = world.Knowledge.Arrived(mail.Traits, hasWayOut);
        var isSpam = draw < traits.Filtered;
        var isRefused = draw < traits.Refused;
        foreach (var recipient in recipients)
        {
            var mailbox = world.Mailboxes.Find(recipient)!;
            var isInbox = !isSpam && mailbox.State == MailboxState.Lives && !_address.IsFolderedAt(world.Now) && !domain.IsFolderedAt(world.Now);
            var isOwnTrap = mailbox.State == MailboxState.Trap && mailbox.TrapOwner == "provider";
            _address.Taken(world.Now, isSpam, isInbox, isOwnTrap);
            domain.Recipient(world.Now, isKnown: true);
            domain.Taken(world.Now, isSpam, isInbox, isOwnTrap);
            if (isRefused) continue;
            if (mailbox.State == MailboxState.Trap) world.FindList(mailbox.TrapOwner)?.Hit(world.Now);
            world.Judge.Taken(mail, recipient, isInbox);
            if (isInbox) world.Readers.Receive(this, mail, recipient, hasWayOut);
        }

        return !isRefused ? null : Fill(mail.Traits.Kind is "malware" or "macro-document" ? rules.Texts.Malware : rules.Texts.Spam, mail.Domain, "");
    }

    public void Complain(string domain)
    {
        _address.Complaint(world.Now);
        StandingOf(domain).Complaint(world.Now);
    }

    /// <summary>Somebody asks to lift what is blocked, with the cause ended.</summary>
    public void Lift()
    {
        foreach (var standing in Standings)
            if (standing.IsBlockedAt(world.Now))
                standing.Lift(world.Now);
    }

    private string? OnAddress()
    {
        var list = rules.Lists.Select(world.FindList).FirstOrDefault(list => list!.IsListedAt(world.Now));
        if (list is not null) return Fill(rules.Texts.Listed, "", "").Replace("{list}", list.Rules.Zone, StringComparison.Ordinal);
        if (_address.Ask(world.Now) is not { } verdict) return null;
        return Fill(verdict == StandingVerdict.Blocked ? rules.Texts.BlockedIp : rules.Texts.SlowedIp, "", "");
    }

    private Standing StandingOf(string domain) => _domains.TryGetValue(domain, out var known) ? known : _domains[domain] = new Standing(rules, domain, world.Judge);

    private static string Fill(string text, string domain, string recipient) =>
        text.Replace("{ip}", InternetWorld.SourceText, StringComparison.Ordinal).Replace("{domain}", domain, StringComparison.Ordinal).Replace("{recipient}", recipient, StringComparison.Ordinal);
}
