using Standfast.Policy.Checks;

namespace Standfast.Policy.Attachments;

/// <summary>What the owner decides about attachments.</summary>
public sealed class AttachmentOptions
{
    /// <summary>About archives and documents with a password. Default, ours: hold.</summary>
    public GuardAction Encrypted { get; init; } = GuardAction.Hold;

    /// <summary>About documents with macros, and such as load them from elsewhere. Default, ours: refuse.</summary>
    public GuardAction Macros { get; init; } = GuardAction.Refuse;

    /// <summary>About what is damaged, beyond the limits, or of a kind that cannot be opened. Default, ours: hold.</summary>
    public GuardAction Unreadable { get; init; } = GuardAction.Hold;

    /// <summary>Endings of names, in lower case without dot, that the owner's recipients take. Neither name nor type of such files is judged.</summary>
    public IReadOnlySet<string> Allowed { get; init; } = new HashSet<string>();

    /// <summary>Archives within one another. Ours.</summary>
    public int MaxDepth { get; init; } = 4;

    /// <summary>Octets that all archives of a message unpack to together. Ours: a limit of RAM too.</summary>
    public long MaxInflatedOctets { get; init; } = 64L * 1024 * 1024;

    /// <summary>Octets that one octet of an archive may unpack to, once it is more than a megabyte. Ours: documents reach 30, deflate at most 1,032.</summary>
    public int MaxRatio { get; init; } = 100;

    /// <summary>Files in all archives of a message together. Ours.</summary>
    public int MaxEntries { get; init; } = 1_000;

    /// <summary>For all attachments of a message. Ours; a client waits ten minutes for the answer to its final dot (RFC 5321 §4.5.3.2.6).</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(10);
}
