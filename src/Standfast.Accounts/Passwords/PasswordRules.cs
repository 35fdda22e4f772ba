namespace Standfast.Accounts.Passwords;

/// <summary>Judges passwords that people choose (NIST SP 800-63B §5.1.1.2: by length, strength and breaches, not by kinds of characters).</summary>
/// <param name="breached">Null where no list is configured.</param>
public sealed class PasswordRules(IBreachedPasswords? breached)
{
    public const int MinLength = 10;

    public const int MaxLength = 128;

    /// <summary>Of zxcvbn's 0 to 4: "safely unguessable: moderate protection from an offline attack on slow hashes".</summary>
    private const int LeastScore = 3;

    /// <summary>The judge's work grows with the square of the length.</summary>
    private const int JudgedLength = 64;

    /// <param name="about">The user's name, the host's name and the like, which a password must not be made of.</param>
    /// <returns>Why not, as the end of a sentence that begins with "the password"; null where it is good.</returns>
    /// <exception cref="IOException">The list of breached passwords cannot be read.</exception>
    public string? WhyNot(string password, IReadOnlyList<string> about)
    {
        if (password.Length < MinLength) return $"has fewer than {MinLength} characters; three or four unrelated words do";
        if (password.Length > MaxLength) return $"has more than {MaxLength} characters";
        if (breached?.Contains(password) == true) return "is known from a breach and among the first that are tried; choose another";
        var judged = password.Length > JudgedLength ? password[..JudgedLength] : password;
        // The standard words of the trade, which default passwords are made of.
        var result = Zxcvbn.Zxcvbn.MatchPassword(judged, [.. about, "standfast", "postmaster", "mail", "smtp", "changeme"]);
        return result.Score >= LeastScore ? null : "is too easy to guess: it follows a pattern that is tried early; three or four unrelated words do";
    }
}
