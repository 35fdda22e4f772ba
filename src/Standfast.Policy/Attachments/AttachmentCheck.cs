using Standfast.Policy.Checks;

namespace Standfast.Policy.Attachments;

/// <summary>Refuses or holds submitted mail for what is attached to it.</summary>
public sealed class AttachmentCheck(AttachmentInspector inspector) : IMessageCheck
{
    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) => inspector.InspectAsync(message.View, cancellationToken);
}
