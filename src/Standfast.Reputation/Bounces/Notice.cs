using MimeKit;

namespace Standfast.Reputation.Bounces;

/// <summary>
/// The text for people of a report: whom it names and what it says of each. A line without an address belongs to the address before it; what stands
/// before the first is common to all.
/// </summary>
internal sealed class Notice
{
    private const int MaxLines = 400;

    private readonly List<(string Address, string Text)> _blocks = [];

    private Notice(string whole, HeaderList? returned) => (Whole, Returned) = (whole, returned);

    /// <summary>All of it as one line, without the returned message.</summary>
    public string Whole { get; }

    /// <summary>What stands before the first address.</summary>
    public string Common { get; private set; } = "";

    /// <summary>Header of a returned message that stands within the text.</summary>
    public HeaderList? Returned { get; }

    /// <summary>Addresses that are named as those which failed, in order; each once.</summary>
    public List<string> Named { get; } = [];

    /// <summary>As one line; "" where nothing is said of that address.</summary>
    public string About(string address)
    {
        if (address.Length == 0) return "";
        var texts = _blocks.Where(block => block.Address.Equals(address, StringComparison.OrdinalIgnoreCase)).Select(block => block.Text).Where(text => text.Length > 0);
        return OneLine.Of(string.Join(' ', texts));
    }

    /// <param name="senders">Whom the report was sent to: they did not fail.</param>
    public static Notice Read(string text, IEnumerable<string> senders)
    {
        var (own, returned) = ReturnedText.Split(text);
        var notice = new Notice(OneLine.Of(own), ReturnedHeader.Parse(returned));
        notice.Attribute(own.Split('\n'), senders.ToHashSet(StringComparer.OrdinalIgnoreCase));
        return notice;
    }

    private void Attribute(string[] lines, HashSet<string> senders)
    {
        var (texts, common, pending, leading) = (new List<List<string>>(), new List<string>(), new List<string>(), new List<string>());
        // The lines that go on; -1 before the first address.
        var (current, isPending) = (-1, false);
        for (var index = 0; index < Math.Min(lines.Length, MaxLines); index++)
        {
            var line = QuotedText.Strip(lines[index]);
            if (BeginsTranscript(line)) isPending = true;
            var named = NoticeAddress.Find(line, out var leads);
            if (named is not null && !senders.Contains(named) && !NoticeAddress.IsMachine(named))
            {
                current = _blocks.FindIndex(block => block.Address.Equals(named, StringComparison.OrdinalIgnoreCase));
                if (current < 0 && _blocks.Count < BounceReader.MaxRecipients)
                {
                    _blocks.Add((named, ""));
                    texts.Add([]);
                    current = _blocks.Count - 1;
                }

                if (current >= 0) texts[current].AddRange(pending);
                pending.Clear();
                isPending = false;
                if (leads && current >= 0 && !IsOfOriginal(lines, index) && !leading.Contains(named, StringComparer.OrdinalIgnoreCase)) leading.Add(named);
            }

            if (!IsStatusField(line)) (isPending ? pending : current < 0 ? common : texts[current]).Add(line);
        }

        common.AddRange(pending);
        Common = OneLine.Of(string.Join('\n', common));
        for (var index = 0; index < _blocks.Count; index++) _blocks[index] = (_blocks[index].Address, OneLine.Of(string.Join('\n', texts[index])));
        Named.AddRange(leading.Count > 0 ? leading : _blocks.Select(block => block.Address));
    }

    /// <summary>"To:" among other fields of the message that is told of, as Exchange begins its reports: it names all recipients, not those which failed.</summary>
    private static bool IsOfOriginal(string[] lines, int index)
    {
        if (!lines[index].AsSpan().TrimStart().StartsWith("To:", StringComparison.OrdinalIgnoreCase)) return false;
        for (var near = Math.Max(0, index - 2); near < Math.Min(lines.Length, index + 4); near++)
        {
            var field = lines[near].AsSpan().TrimStart();
            if (field.StartsWith("Subject:", StringComparison.OrdinalIgnoreCase) || field.StartsWith("Sent:", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>A transcript tells what was said before it tells whom it is about.</summary>
    private static bool BeginsTranscript(string line) =>
        line.StartsWith("While talking to", StringComparison.OrdinalIgnoreCase) || line.StartsWith("... while talking to", StringComparison.OrdinalIgnoreCase)
        || line.Contains(" (smtp)... ", StringComparison.Ordinal) || line.Contains(" (esmtp)... ", StringComparison.Ordinal);

    /// <summary>Fields of RFC 3464 within the text; they are read by <see cref="StatusFields"/>, and tell here only whom the lines after them are about.</summary>
    private static bool IsStatusField(string line) =>
        line.StartsWith("Final-Recipient:", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Original-Recipient:", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("Reporting-MTA:", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Received-From-MTA:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Says anything beyond the addresses themselves.</summary>
    public static bool HasWords(string text, string address)
    {
        var rest = address.Length > 0 ? text.Replace(address, "", StringComparison.OrdinalIgnoreCase) : text;
        return rest.Count(char.IsLetter) >= 8;
    }
}
