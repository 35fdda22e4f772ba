using System.Globalization;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Compromise;

/// <summary>
/// When the last hour is unlike the normal. Each rule needs several signs at once or a number that honest mail does not reach, and says
/// what it saw; docs/compromise.md tells why each number is what it is. All numbers are ours.
/// </summary>
internal static class DeviationRules
{
    /// <summary>Networks in an hour, whatever the normal; and above the most that the sender ever used.</summary>
    private const int ManyNetworks = 8, NetworksOverNormal = 3, NetworkMessages = 15;

    /// <summary>Messages in an hour that are new in every way.</summary>
    private const int ManyNovel = 25;

    /// <summary>Below these no rate is a deviation.</summary>
    private const int ShortFloor = 60, HourFloor = 150, NewRecipientsFloor = 250;

    /// <summary>Over the most that the sender ever did: from its own networks and from others.</summary>
    private const float OwnFactor = 4, ForeignFactor = 2, NewRecipientsFactor = 5;

    /// <summary>Messages of a known template with one and the same unknown link.</summary>
    private const int ManyInjected = 20;

    private const float InjectedOverRate = 2.5f;

    /// <summary>Tries after a deferral that turn slowing into holding.</summary>
    private const int DeferralFloor = 40;

    public static Deviation? Judge(Habit habit, RecentMail recent, in MailJudged mail, DateTimeOffset now)
    {
        if (Networks(habit, recent) is { } networks) return networks;
        if (!habit.IsEstablishedAt(now)) return null;
        var hour = recent.Hour;
        if (hour.Novel >= ManyNovel)
            return new Deviation("SF-7002", GuardAction.Hold, Text($"sent {hour.Novel} messages within an hour from networks, with texts and to recipients that are all new to it; it is known from {Some(habit.Networks.Count, "network")} with {Some(habit.Templates.Count, "kind")} of message"));
        if (Injected(habit, recent, mail, now) is { } injected) return injected;
        return Rate(habit, recent, mail, now) is { } rate ? Harden(habit, recent, rate) : null;
    }

    /// <summary>Whether the sender would be told to come back, without a message.</summary>
    public static Deviation? JudgeAhead(Habit habit, RecentMail recent, DateTimeOffset now)
    {
        if (!habit.IsEstablishedAt(now) || recent.Short.Deferred == 0) return null;
        return Rate(habit, recent, new MailJudged { Ahead = 1 }, now) is { } rate ? Harden(habit, recent, rate) : null;
    }

    private static Deviation? Networks(Habit habit, RecentMail recent)
    {
        if (recent.Networks <= Math.Max(ManyNetworks, NetworksOverNormal * habit.Peak.Networks) || recent.Hour.Messages < NetworkMessages) return null;
        return new Deviation("SF-7001", GuardAction.Hold, Text($"was used from {recent.Networks} networks within an hour; the most so far were {habit.Peak.Networks:0}"));
    }

    private static Deviation? Injected(Habit habit, RecentMail recent, in MailJudged mail, DateTimeOffset now)
    {
        if (mail.Host is null || mail.HostMessages < ManyInjected || recent.Hour.NewRecipients * 10 < recent.Hour.Recipients * 9) return null;
        if (recent.Hour.Messages < InjectedOverRate * Math.Max(habit.RateAt(now), 1)) return null;
        return new Deviation("SF-7005", GuardAction.Hold, Text($"sent {mail.HostMessages} messages of a known kind within an hour with a link to {mail.Host}, which it never sent before, to recipients it never wrote to: a form lets strangers put text into mail"));
    }

    private static Deviation? Rate(Habit habit, RecentMail recent, in MailJudged mail, DateTimeOffset now)
    {
        var (hour, last) = (recent.Hour, recent.Short);
        var isForeign = last.Messages > 0 && last.Foreign * 5 >= last.Messages * 4;
        if (!isForeign && !habit.KnowsRatesAt(now)) return null;
        var factor = isForeign ? ForeignFactor : OwnFactor;
        var where = isForeign ? " from networks that are new to it" : "";
        // Tries that were told to wait count too: who goes on regardless is not let through by and by.
        if (last.Messages + last.Deferred + mail.Ahead > Math.Max(ShortFloor, factor * habit.Peak.Short))
            return new Deviation("SF-7003", GuardAction.Defer, Text($"sent {last.Messages} messages in {RecentMail.ShortMinutes} minutes{where}; the most so far were {habit.Peak.Short:0}, and normal for this hour of the week are {habit.RateAt(now):0.#} an hour"));
        if (hour.Messages + hour.Deferred + mail.Ahead > Math.Max(HourFloor, factor * habit.Peak.Hour))
            return new Deviation("SF-7003", GuardAction.Defer, Text($"sent {hour.Messages} messages in an hour{where}; the most so far were {habit.Peak.Hour:0}, and normal for this hour of the week are {habit.RateAt(now):0.#}"));
        if (hour.NewRecipients > Math.Max(NewRecipientsFloor, NewRecipientsFactor * habit.Peak.NewRecipients) && hour.Messages >= 5 && hour.NewRecipients * 10 >= hour.Recipients * 7)
            return new Deviation("SF-7004", GuardAction.Defer, Text($"wrote to {hour.NewRecipients} recipients in an hour that it never wrote to; the most so far were {habit.Peak.NewRecipients:0}"));
        return null;
    }

    private static Deviation Harden(Habit habit, RecentMail recent, Deviation slow)
    {
        if (recent.Hour.Deferred < Math.Max(DeferralFloor, OwnFactor * habit.Peak.Short)) return slow;
        return slow with { Action = GuardAction.Hold, Reason = Text($"{slow.Reason}; and {recent.Hour.Deferred} more tries came within the hour although it was told to wait") };
    }

    private static string Some(int count, string what) => count == 1 ? $"one {what}" : string.Create(CultureInfo.InvariantCulture, $"{count} {what}s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
