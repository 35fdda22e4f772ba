using System.Text;

namespace Standfast.Policy.Lists;

/// <summary>
/// Reads records of comma separated values (RFC 4180); semicolon or tab where the text begins with one of those. Empty lines are passed over. Takes every
/// text: what is longer than the limits is cut. Not for concurrent use.
/// </summary>
public sealed class CsvReader(TextReader text)
{
    /// <summary>Longest field and most fields of a record that are kept; ours. An address has at most 254.</summary>
    public const int MaxFieldLength = 2_000, MaxFields = 64;

    private readonly char[] _buffer = new char[8 * 1024];
    private int _next;
    private int _end;
    private char? _separator;

    /// <summary>Records read so far.</summary>
    public long Records { get; private set; }

    /// <returns>The fields of the next record, trimmed; null at the end.</returns>
    public async ValueTask<IReadOnlyList<string>?> ReadAsync(CancellationToken cancellationToken)
    {
        var (fields, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        while (true)
        {
            var character = await NextAsync(cancellationToken);
            if (character < 0 && fields.Count == 0 && field.Length == 0) return null;
            if (isQuoted && character >= 0)
            {
                if (character != '"') Append(field, (char)character);
                else if (await PeekAsync(cancellationToken) == '"') Append(field, (char)await NextAsync(cancellationToken));
                else isQuoted = false;
            }
            else if (character is < 0 or '\n')
            {
                End(fields, field);
                if (fields is [""]) fields.Clear();
                else
                {
                    Records++;
                    return fields;
                }
            }
            else if (character == '"' && field.Length == 0)
            {
                isQuoted = true;
            }
            else if (IsSeparator((char)character))
            {
                End(fields, field);
            }
            else if (character != '\r')
            {
                Append(field, (char)character);
            }
        }
    }

    private bool IsSeparator(char character)
    {
        if (_separator is null && character is ',' or ';' or '\t') _separator ??= character;
        return character == _separator;
    }

    private static void Append(StringBuilder field, char character)
    {
        if (field.Length < MaxFieldLength) field.Append(character);
    }

    private static void End(List<string> fields, StringBuilder field)
    {
        // U+FEFF is what some programs begin a file with.
        if (fields.Count < MaxFields) fields.Add(field.ToString().Trim().Trim('\uFEFF'));
        field.Clear();
    }

    private async ValueTask<int> NextAsync(CancellationToken cancellationToken)
    {
        var character = await PeekAsync(cancellationToken);
        _next++;
        return character;
    }

    private async ValueTask<int> PeekAsync(CancellationToken cancellationToken)
    {
        if (_next < _end) return _buffer[_next];
        (_next, _end) = (0, await text.ReadAsync(_buffer, cancellationToken));
        return _end > 0 ? _buffer[0] : -1;
    }
}
