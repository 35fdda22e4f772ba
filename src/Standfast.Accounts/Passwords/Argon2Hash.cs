using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace Standfast.Accounts.Passwords;

/// <summary>
/// Hashes of passwords that people choose: Argon2id (RFC 9106), written with their parameters as <c>$argon2id$v=19$m=…,t=…,p=…$SALT$HASH</c>.
/// One takes 19 MiB and tens of milliseconds: who calls it bounds how many run at once.
/// </summary>
public static class Argon2Hash
{
    // OWASP Password Storage Cheat Sheet (2023): m = 19 MiB, t = 2, p = 1 as a minimum.
    private const int MemoryKibibytes = 19_456;
    private const int Iterations = 2;
    private const int Lanes = 1;
    private const int SaltOctets = 16;
    private const int HashOctets = 32;

    // A hash from elsewhere costs no more than this.
    private const int MaxMemoryKibibytes = 1_048_576;
    private const int MaxIterations = 16;

    /// <summary>Of no password: who does not exist costs the same work as who does.</summary>
    public static string OfNobody { get; } = $"$argon2id$v=19$m={MemoryKibibytes},t={Iterations},p={Lanes}${Encode(new byte[SaltOctets])}${Encode(new byte[HashOctets])}";

    public static string Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltOctets);
        return $"$argon2id$v=19$m={MemoryKibibytes},t={Iterations},p={Lanes}${Encode(salt)}${Encode(Compute(password, salt, MemoryKibibytes, Iterations, Lanes, HashOctets))}";
    }

    /// <returns>False also for what is no such hash.</returns>
    public static bool Matches(string hash, string password)
    {
        if (hash.Split('$') is not ["", "argon2id", "v=19", var parameters, var salt, var expected]) return false;
        if (parameters.Split(',') is not [var m, var t, var p]) return false;
        if (!TryNumber(m, "m=", 8, MaxMemoryKibibytes, out var memory) || !TryNumber(t, "t=", 1, MaxIterations, out var iterations) || !TryNumber(p, "p=", 1, 64, out var lanes)) return false;
        if (!TryDecode(salt, out var saltOctets) || !TryDecode(expected, out var hashOctets) || saltOctets.Length < 8 || hashOctets.Length < 16) return false;
        // The library takes no empty password; it costs the same work.
        return CryptographicOperations.FixedTimeEquals(Compute(password.Length == 0 ? " " : password, saltOctets, memory, iterations, lanes, hashOctets.Length), hashOctets) && password.Length > 0;
    }

    private static byte[] Compute(string password, byte[] salt, int memory, int iterations, int lanes, int octets)
    {
        using var argon = new Argon2id(Encoding.UTF8.GetBytes(password)) { Salt = salt, MemorySize = memory, Iterations = iterations, DegreeOfParallelism = lanes };
        return argon.GetBytes(octets);
    }

    private static bool TryNumber(string text, string name, int least, int most, out int number)
    {
        number = 0;
        return text.StartsWith(name, StringComparison.Ordinal) && int.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
    }

    /// <summary>Base64 without padding, as the format wants it.</summary>
    private static string Encode(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=');

    private static bool TryDecode(string text, out byte[] octets)
    {
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        octets = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, octets, out var written)) return false;
        octets = octets[..written];
        return true;
    }
}
