using System.Globalization;

namespace Standfast.Recovery.Requests;

/// <summary>What became of mail in one time.</summary>
/// <param name="Bounced">Refused for good, or given back.</param>
/// <param name="Unknown">Of these for an unknown recipient.</param>
public sealed record RequestFigures(DateTimeOffset From, DateTimeOffset To, long Attempts, long Delivered, long Bounced, long Unknown, long Complained)
{
    public string BouncedShare => Share(Bounced, Delivered + Bounced);

    public string UnknownShare => Share(Unknown, Delivered + Bounced);

    public string ComplainedShare => Share(Complained, Delivered);

    /// <summary>"no mail" where there was none to be a part of.</summary>
    private static string Share(long part, long whole) => whole > 0 ? (100.0 * part / whole).ToString("0.## '%'", CultureInfo.InvariantCulture) : "no mail";
}
