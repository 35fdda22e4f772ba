using System.Security.Cryptography;
using OtpNet;

namespace Standfast.Accounts.Users;

/// <summary>Time-based one-time codes (RFC 6238): SHA-1, six digits, 30 s, as all authenticator apps have them.</summary>
public static class TotpCodes
{
    private const string Issuer = "Standfast";

    /// <summary>RFC 4226 §4 R6 recommends 160 bits.</summary>
    private const int KeyOctets = 20;

    public static byte[] CreateKey() => RandomNumberGenerator.GetBytes(KeyOctets);

    /// <summary>As a person types it into an app.</summary>
    public static string Describe(byte[] key) => Base32Encoding.ToString(key);

    /// <summary>For a QR code.</summary>
    public static string UriFor(byte[] key, string user, string host) => new OtpUri(OtpType.Totp, key, $"{user}@{host}", Issuer).ToString();

    /// <param name="step">Of the code that matched, in 30 s since 1970. The caller sees to it that none is used twice (RFC 6238 §5.2).</param>
    /// <returns>False for what was not the code of this step, the one before or the one after.</returns>
    public static bool Matches(byte[] key, string code, DateTimeOffset now, out long step)
    {
        step = 0;
        return code.Length == 6 && new Totp(key).VerifyTotp(now.UtcDateTime, code, out step, new VerificationWindow(1, 1));
    }
}
