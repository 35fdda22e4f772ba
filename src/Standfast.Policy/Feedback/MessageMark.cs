using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Feedback;

/// <summary>What a signed mark of ours says that came back: a message, and of its recipients one or none.</summary>
public readonly record struct MessageMark(SpoolId Message, AddressKey? Address, ReturnPathClaim? Path)
{
    public bool NamesRecipient => Address is not null || Path is { NamesRecipient: true };

    public bool IsFor(EmailAddress recipient) => Address is { } address ? address == AddressKey.Of(recipient) : Path is { } path && path.IsFor(recipient);
}
