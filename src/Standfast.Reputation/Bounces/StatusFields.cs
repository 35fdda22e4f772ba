namespace Standfast.Reputation.Bounces;

/// <summary>Fields of a delivery status part (RFC 3464 §2): those of the message, and those of each recipient.</summary>
internal sealed class StatusFields
{
    private const int MaxFields = 40;
    private const int MaxValueLength = 4_000;

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public bool IsRecipient => Has("Final-Recipient") || Has("Original-Recipient") || (Has("Action") && Has("Status"));

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Unfolded; "" where it is missing.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>The recipients' groups; fields of the message stand in each of them as well. Empty where there is no such part or it names nobody.</summary>
    public static List<StatusFields> ReadAll(InboundMail mail)
    {
        var groups = new List<StatusFields>();
        foreach (var part in mail.Parts)
            if (part.IsStatus)
                Read(part.Text, groups);
        if (groups.Count > 0) return groups;

        // Some write the fields into plain text, and some hide the part behind a wrong type.
        foreach (var part in mail.Parts)
            if (part.IsForPeople && part.Text.Contains("Final-Recipient:", StringComparison.OrdinalIgnoreCase) && part.Text.Contains("Action:", StringComparison.OrdinalIgnoreCase))
                Read(part.Text, groups);
        return groups;
    }

    private static void Read(string text, List<StatusFields> groups)
    {
        var (message, current, last) = (new StatusFields(), new StatusFields(), "");
        foreach (var written in text.Split('\n'))
        {
            var line = QuotedText.Strip(written);
            if (line.Length > 0 && line[0] is ' ' or '\t' && last.Length > 0 && line.Trim().Length > 0)
            {
                current.Append(last, line.Trim());
                continue;
            }

            var trimmed = line.Trim();
            var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
            if (trimmed.Length == 0)
            {
                Close(groups, message, ref current);
                last = "";
            }
            else if (colon is > 0 and < 60 && trimmed.AsSpan(0, colon).IndexOf(' ') < 0)
            {
                last = trimmed[..colon];
                // A blank line between recipients is forgotten now and then.
                var starts = last.Equals("Final-Recipient", StringComparison.OrdinalIgnoreCase) || last.Equals("Original-Recipient", StringComparison.OrdinalIgnoreCase);
                if (starts && current.Has(last)) Close(groups, message, ref current);
                current.Append(last, trimmed[(colon + 1)..].Trim());
            }
            else if (last.Length > 0)
            {
                // A diagnostic text whose folding was lost.
                current.Append(last, trimmed);
            }
        }

        Close(groups, message, ref current);
    }

    private static void Close(List<StatusFields> groups, StatusFields message, ref StatusFields current)
    {
        if (current.IsRecipient && groups.Count < BounceReader.MaxRecipients)
        {
            foreach (var (name, value) in message._values) current._values.TryAdd(name, value);
            groups.Add(current);
        }
        else if (!current.IsRecipient)
        {
            // Fields of a recipient that stand apart from its name belong to the one before.
            var target = groups.Count > 0 && (current.Has("Action") || current.Has("Status") || current.Has("Diagnostic-Code")) ? groups[^1] : message;
            foreach (var (name, value) in current._values)
                if (target._values.Count < MaxFields)
                    target._values.TryAdd(name, value);
        }

        current = new StatusFields();
    }

    private void Append(string name, string value)
    {
        if (!_values.TryGetValue(name, out var before))
        {
            if (_values.Count < MaxFields) _values[name] = Limit(value);
        }
        else if (before.Length + value.Length < MaxValueLength && !before.Equals(value, StringComparison.Ordinal))
        {
            _values[name] = $"{before} {value}";
        }
    }

    private static string Limit(string value) => value.Length > MaxValueLength ? value[..MaxValueLength] : value;
}
