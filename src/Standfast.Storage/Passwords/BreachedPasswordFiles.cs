using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Standfast.Accounts.Passwords;

namespace Standfast.Storage.Passwords;

/// <summary>
/// A list of SHA-1 hashes as "Have I Been Pwned" offers them for use without a network: a folder with a file for each prefix of five
/// digits (<c>0A1B2</c> or <c>0A1B2.txt</c>, lines <c>SUFFIX:COUNT</c>), or one file of lines <c>SHA1:COUNT</c>, sorted. A count of 0 is
/// padding. Read at each question; nothing is kept in memory.
/// </summary>
public sealed class BreachedPasswordFiles(string path) : IBreachedPasswords
{
    private const int PrefixDigits = 5;

    /// <summary>A hash, a colon and a count of any size that there can be.</summary>
    private const int MaxLineOctets = 64;

    public bool Contains(string password)
    {
#pragma warning disable CA5350 // The list's own hash; nothing is protected by it.
        var hash = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        try
        {
            return Directory.Exists(path) ? InFolder(hash) : InSortedFile(hash);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private bool InFolder(string hash)
    {
        var file = Path.Combine(path, hash[..PrefixDigits]);
        if (!File.Exists(file)) file += ".txt";
        if (!File.Exists(file)) throw new IOException($"{path} has no file {hash[..PrefixDigits]}: the list is not whole");
        foreach (var line in File.ReadLines(file))
            if (line.StartsWith(hash[PrefixDigits..], StringComparison.OrdinalIgnoreCase))
                return Counts(line);
        return false;
    }

    private bool InSortedFile(string hash)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096);
        // The line wanted begins in [low, high), if it is there at all.
        var (low, high) = (0L, file.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (start, line) = LineFrom(file, middle);
            if (start >= high)
            {
                // No line begins in the upper half.
                high = middle;
                continue;
            }

            var order = string.Compare(hash, 0, line, 0, hash.Length, StringComparison.OrdinalIgnoreCase);
            if (order == 0) return Counts(line);
            if (order < 0) high = middle;
            else low = start + line.Length + 1;
        }

        return false;
    }

    /// <summary>The first line that begins at or after a place, and where.</summary>
    private (long Start, string Line) LineFrom(FileStream file, long place)
    {
        Span<byte> buffer = stackalloc byte[(2 * MaxLineOctets) + 1];
        file.Position = Math.Max(0, place - 1);
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var text = buffer[..read];
        var skip = place == 0 ? 0 : text.IndexOf((byte)'\n') + 1;
        if (place > 0 && skip == 0) return (file.Length, "");
        var start = Math.Max(0, place - 1) + skip;
        var rest = text[skip..];
        var end = rest.IndexOf((byte)'\n');
        if (end < 0 && start + rest.Length < file.Length) throw new IOException($"{path} is not a list of lines SHA1:COUNT");
        return (start, Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]));
    }

    private static bool Counts(string line)
    {
        var colon = line.IndexOf(':');
        return colon < 0 || !long.TryParse(line.AsSpan(colon + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 0;
    }
}
