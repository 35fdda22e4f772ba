namespace Standfast.Policy.Consent;

/// <summary>What was counted of a list.</summary>
internal sealed class ListCounts
{
    public long Records { get; set; }

    public long Addresses { get; set; }

    public long Domains { get; set; }

    public long DomainsSkipped { get; set; }

    public long DomainsUnanswered { get; set; }

    public ListTally Invalid { get; } = new();

    public ListTally Duplicates { get; } = new();

    /// <summary>Unsubscribed, or complained.</summary>
    public ListTally Left { get; } = new();

    public ListTally Bounced { get; } = new();

    public ListTally NoMail { get; } = new();

    public ListTally Roles { get; } = new();

    public ListTally Disposable { get; } = new();

    public ListTally Mistyped { get; } = new();

    public long Dead => Invalid.Count + Bounced.Count + NoMail.Count;
}
