using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Content;

namespace Standfast.Policy.Inbound;

/// <summary>A received message at its final dot; its recipients' domains have one policy.</summary>
/// <param name="Content">Header section, empty line, body.</param>
public sealed record InboundMessage(InboundClient Client, SpoolId Id, ReversePath Sender, IReadOnlyList<EmailAddress> Recipients, HeaderSection Headers, ReadOnlyMemory<byte> Content)
{
    private MessageView? _view;

    /// <summary>Parsed at first use.</summary>
    public MessageView View => _view ??= MessageView.Parse(Content);
}
