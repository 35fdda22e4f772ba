using Standfast.Mail;

namespace Standfast.Policy.Unsubscribe;

/// <summary>Which mail has to be left by one click, and where the click goes.</summary>
public sealed class UnsubscribeOptions
{
    /// <summary>Streams of mail to many; ours: "bulk".</summary>
    public IReadOnlyList<StreamName> BulkStreams { get; init; } = [StreamName.Bulk];

    /// <summary>What links begin with, such as https://mail.example.org, without a slash at the end.</summary>
    public required string PublicUrl { get; init; }

    /// <summary>False where nobody has said which address the world reaches this server by: then the link is a guess that serves tests on one machine.</summary>
    public bool IsPublic { get; init; }

    public bool IsBulk(StreamName stream)
    {
        foreach (var bulk in BulkStreams)
            if (bulk == stream)
                return true;
        return false;
    }
}
