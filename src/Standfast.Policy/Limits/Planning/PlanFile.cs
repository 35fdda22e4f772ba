using System.Globalization;
using System.Text;
using Standfast.Mail;

namespace Standfast.Policy.Limits.Planning;

/// <summary>
/// Reads a plan from CSV (RFC 4180). The first line names the columns: campaign, start (YYYY-MM-DD), recipients, domain or provider, and account
/// or stream; from (a domain) may be there.
/// </summary>
public static class PlanFile
{
    /// <summary>Lines; ours.</summary>
    public const int MaxLines = 10_000;

    private const long MaxRecipients = 10_000_000_000;

    private static readonly string[] s_known = ["campaign", "start", "recipients", "domain", "provider", "account", "stream", "from"];

    /// <param name="today">For lines without a start.</param>
    /// <returns>Mistakes, one line each; with any of them there is no plan.</returns>
    public static (IReadOnlyList<PlannedSend> Sends, IReadOnlyList<string> Mistakes) Read(string text, ProviderDomains providers, DateOnly today)
    {
        var mistakes = new List<string>();
        var lines = text.Split('\n').Select((line, index) => (Number: index + 1, Text: line.TrimEnd('\r'))).Where(line => line.Text.Trim().Length > 0).ToList();
        if (lines.Count < 2) return ([], ["the file needs a line with the names of its columns, and one for each send: campaign,start,recipients,domain,account"]);
        if (lines.Count > MaxLines + 1) return ([], [$"the file has more than {MaxLines} lines"]);
        var columns = Fields(lines[0].Text.TrimStart('\uFEFF')).Select(name => name.Trim().ToLowerInvariant()).ToList();
        foreach (var name in columns.Where(name => !s_known.Contains(name))) mistakes.Add($"line {lines[0].Number}: there is no column \"{name}\"; columns are {string.Join(", ", s_known)}");
        foreach (var name in columns.GroupBy(name => name).Where(group => group.Count() > 1)) mistakes.Add($"line {lines[0].Number}: column \"{name.Key}\" is there twice");
        if (!columns.Contains("recipients")) mistakes.Add($"line {lines[0].Number}: the column \"recipients\" is missing");
        if (mistakes.Count > 0) return ([], mistakes);
        var sends = new List<PlannedSend>();
        foreach (var (number, line) in lines.Skip(1))
        {
            var fields = Fields(line);
            if (fields.Count != columns.Count) mistakes.Add($"line {number}: {fields.Count} fields for {columns.Count} columns");
            else if (ReadOne(number, columns.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second.Trim()), providers, today, mistakes) is { } send) sends.Add(send);
        }

        return mistakes.Count > 0 ? ([], mistakes) : (sends, []);
    }

    private static PlannedSend? ReadOne(int number, Dictionary<string, string> fields, ProviderDomains providers, DateOnly today, List<string> mistakes)
    {
        var found = mistakes.Count;
        string Field(string name) => fields.GetValueOrDefault(name, "");
        void Refuse(string column, string wanted) => mistakes.Add($"line {number}: {column} = \"{Field(column)}\": must be {wanted}");
        var start = today;
        if (Field("start") is { Length: > 0 } written && !DateOnly.TryParseExact(written.Split('T', ' ')[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out start)) Refuse("start", "a day such as 2026-12-01");
        if (!long.TryParse(Field("recipients"), NumberStyles.None, CultureInfo.InvariantCulture, out var recipients) || recipients is < 1 or > MaxRecipients) Refuse("recipients", "a number from 1");
        var account = AccountId.Default;
        var stream = StreamName.Bulk;
        var parts = Field("account").Split('/');
        if (parts is not [""] && !AccountId.TryParse(parts[0], out account)) Refuse("account", "the name of an account");
        if (parts is [_, var after] && !StreamName.TryParse(after, out stream)) Refuse("account", "ACCOUNT or ACCOUNT/STREAM");
        parts = Field("stream").Split('/');
        if (parts is [{ Length: > 0 } only] && !StreamName.TryParse(only, out stream)) Refuse("stream", "the name of a stream");
        if (parts is [var owner, var own] && (!AccountId.TryParse(owner, out account) || !StreamName.TryParse(own, out stream))) Refuse("stream", "STREAM or ACCOUNT/STREAM");
        DomainName? from = null;
        if (Field("from") is { Length: > 0 } sender && !DomainName.TryParse(sender, out from)) Refuse("from", "a domain");
        var provider = Field("provider");
        if (Field("domain") is { Length: > 0 } domain)
        {
            if (DomainName.TryParse(domain, out var name)) provider = providers.Find(name);
            else Refuse("domain", "a domain such as gmail.com");
        }
        else if (provider.Length > 0 && !providers.Names.Contains(provider))
        {
            if (DomainName.TryParse(provider, out var name) && provider.Contains('.', StringComparison.Ordinal)) provider = providers.Find(name);
            else Refuse("provider", $"a name of data/mailbox-domains: {string.Join(", ", providers.Names.Order(StringComparer.Ordinal))}");
        }

        return mistakes.Count > found ? null : new PlannedSend(number, Field("campaign"), start < today ? today : start, recipients, provider, account!, stream!, from);
    }

    private static List<string> Fields(string line)
    {
        var (fields, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var place = 0; place < line.Length; place++)
        {
            var character = line[place];
            if (isQuoted && character == '"' && place + 1 < line.Length && line[place + 1] == '"') field.Append(line[place++]);
            else if (character == '"') isQuoted = !isQuoted;
            else if (character == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(character);
        }

        fields.Add(field.ToString());
        return fields;
    }
}
