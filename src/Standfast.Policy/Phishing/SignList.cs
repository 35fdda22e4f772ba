namespace Standfast.Policy.Phishing;

/// <summary>Signs as they are found: of each kind the strongest stays.</summary>
internal sealed class SignList
{
    private readonly Dictionary<string, PhishingSign> _signs = [];

    public int ForeignLinks { get; set; }

    public int OwnLinks { get; set; }

    /// <summary>To the domain of a brand.</summary>
    public int BrandLinks { get; set; }

    /// <summary>To a name that anyone can rent by the label, or to a bare address.</summary>
    public int RentedLinks { get; set; }

    public void Add(string id, int points, string subject, string rule)
    {
        if (points <= 0 || (_signs.TryGetValue(id, out var known) && known.Points >= points)) return;
        _signs[id] = new PhishingSign(id, points, Shorten(subject), rule);
    }

    public PhishingVerdict ToVerdict() => new([.. _signs.Values.OrderByDescending(sign => sign.Points).ThenBy(sign => sign.Id, StringComparer.Ordinal)]);

    private static string Shorten(string subject) => subject.Length <= 120 ? subject : subject[..117] + "...";
}
