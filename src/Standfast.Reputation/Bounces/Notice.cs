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
        var (current, texts, common) = (-1, new List<List<string>>(), new List<string>());
        var leading = new List<string>();
        foreach (var line in lines.Take(MaxLines))
        {
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

                if (leads && current >= 0 && !leading.Contains(named, StringComparer.OrdinalIgnoreCase)) leading.Add(named);
            }

            (current < 0 ? common : texts[current]).Add(line);
        }

        Common = OneLine.Of(string.Join('\n', common));
        for (var index = 0; index < _blocks.Count; index++) _blocks[index] = (_blocks[index].Address, OneLine.Of(string.Join('\n', texts[index])));
        Named.AddRange(leading.Count > 0 ? leading : _blocks.Select(block => block.Address));
    }
}
