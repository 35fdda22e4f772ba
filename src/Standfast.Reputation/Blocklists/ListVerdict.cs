namespace Standfast.Reputation.Blocklists;

/// <summary>What a list says of one address or domain.</summary>
public abstract record ListVerdict
{
    private ListVerdict() { }

    /// <summary>It is not on the list.</summary>
    public sealed record Unlisted : ListVerdict;

    /// <param name="Name">What is listed: the subject, or a domain above it.</param>
    /// <param name="Codes">Its answers, such as 127.0.0.2.</param>
    /// <param name="Severity">Of the worst of them; <see cref="ListingSeverity.Info"/> or worse.</param>
    /// <param name="Meaning">What the codes mean, by data/blocklists.</param>
    /// <param name="Reason">The list's own text (TXT), at most 300 characters; "" where it gives none.</param>
    public sealed record Listed(string Name, IReadOnlyList<string> Codes, ListingSeverity Severity, string Meaning, string Reason) : ListVerdict;

    /// <summary>Nothing is known: the list does not answer, refuses us, or cannot be trusted. Never a listing.</summary>
    public sealed record CannotCheck(string Reason) : ListVerdict;
}
