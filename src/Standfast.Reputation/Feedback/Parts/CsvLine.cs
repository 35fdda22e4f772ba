using System.Text;

namespace Standfast.Reputation.Feedback.Parts;

/// <summary>A line of comma-separated values (RFC 4180), without line breaks inside of values.</summary>
internal static class CsvLine
{
    /// <summary>Ours.</summary>
    private const int MaxFields = 100;

    public static List<string> Split(string line)
    {
        var fields = new List<string>();
        var (field, isQuoted) = (new StringBuilder(), false);
        for (var index = 0; index < line.Length && fields.Count < MaxFields; index++)
        {
            var character = line[index];
            if (isQuoted && character == '"' && index + 1 < line.Length && line[index + 1] == '"') field.Append(line[++index]);
            else if (character == '"') isQuoted = !isQuoted;
            else if (character == ',' && !isQuoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else field.Append(character);
        }

        fields.Add(field.ToString().Trim());
        return fields;
    }
}
