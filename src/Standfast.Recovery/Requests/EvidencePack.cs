using System.Globalization;
using Standfast.Recovery.Requests.Rendering;

namespace Standfast.Recovery.Requests;

/// <summary>What stands behind a letter: figures, words, steps, names and the timeline, redacted.</summary>
internal static class EvidencePack
{
    /// <summary>Lines of the timeline: its beginning and its end; ours.</summary>
    private const int MaxTimeline = 40;

    public static IReadOnlyList<RequestBlock> Of(RequestFacts facts, FactValues values)
    {
        var redacted = new Redaction([facts.ContactMailbox]);
        List<RequestBlock> blocks = [.. Figures(facts)];
        blocks.Add(new RequestBlock.Heading(3, "Their words"));
        blocks.Add(new RequestBlock.Paragraph($"{facts.Incident.Signals} of them from {FactValues.Time(facts.Incident.OpenedAt)} to {FactValues.Time(facts.Incident.LastSeenAt)}; these are word for word, but for masked recipients."));
        blocks.AddRange(values.Replies.Select(reply => new RequestBlock.Verbatim(FactValues.Time(reply.At), reply.Text)));
        if (facts.Remedies.Count > 0) blocks.AddRange([new RequestBlock.Heading(3, "Steps"), new RequestBlock.Bullets([.. facts.Remedies.Select(values.Line)])]);
        if (facts.Addresses.Count > 0)
            blocks.AddRange([new RequestBlock.Heading(3, "Addresses"), new RequestBlock.Table(["address", "EHLO name", "PTR"], [.. facts.Addresses.Select(address => (IReadOnlyList<string>)[address.Address, address.Helo, address.Names is null ? "not looked up" : address.Names.Count == 0 ? "none" : string.Join(" ", address.Names)])])]);
        if (facts.Checks is { Count: > 0 } checks)
        {
            var wrong = checks.Where(check => !check.IsGood).ToList();
            blocks.AddRange([new RequestBlock.Heading(3, "Names, authentication and TLS"), new RequestBlock.Paragraph($"Our own audit: {CheckedFact.Sum(checks)}.")]);
            if (wrong.Count > 0) blocks.Add(new RequestBlock.Table(["check", "of", "finding"], [.. wrong.Select(check => (IReadOnlyList<string>)[$"{check.Id} {check.Title}", redacted.Of(check.Subject), (check.IsUnknown ? "could not look: " : "") + redacted.Of(check.Finding)])]));
        }

        blocks.AddRange([new RequestBlock.Heading(3, "Timeline"), new RequestBlock.Table(["when", "who", "what"], [.. Timeline(facts.Incident).Select(entry => (IReadOnlyList<string>)[FactValues.Time(entry.At), redacted.Of(FactValues.PersonOf(entry.Actor)), redacted.Of(entry.Text)])])]);
        return blocks;
    }

    private static IEnumerable<RequestBlock> Figures(RequestFacts facts)
    {
        yield return new RequestBlock.Heading(3, "Figures");
        if (facts.Before is not { Attempts: > 0 } before)
        {
            yield return new RequestBlock.Paragraph("There are no figures of the time before.");
            yield break;
        }

        RequestFigures[] all = facts.After is { } after ? [before, after] : [before];
        IReadOnlyList<string> Row(string name, Func<RequestFigures, string> value) => [name, .. all.Select(value)];
        string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
        yield return new RequestBlock.Table(
            Row("", figures => $"{FactValues.Time(figures.From)} to {FactValues.Time(figures.To)}"),
            [Row("attempts", figures => Count(figures.Attempts)), Row("delivered", figures => Count(figures.Delivered)), Row("bounced", figures => $"{Count(figures.Bounced)} ({figures.BouncedShare})"), Row("unknown users", figures => $"{Count(figures.Unknown)} ({figures.UnknownShare})"), Row("complaints that we know of", figures => $"{Count(figures.Complained)} ({figures.ComplainedShare})")]);
    }

    private static IEnumerable<IncidentEntry> Timeline(Incident incident) =>
        incident.Timeline.Length <= MaxTimeline ? incident.Timeline : incident.Timeline.Take(MaxTimeline / 2).Concat(incident.Timeline.TakeLast(MaxTimeline / 2));
}
