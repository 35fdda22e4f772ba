using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Content;

namespace Standfast.Policy.Checks;

/// <summary>A message at its final dot: all of it, before anything is promised.</summary>
/// <param name="Headers">Without the fields that were meant for this server only.</param>
/// <param name="Content">Header section, empty line and body, as they are to be sent but for what this server adds in front.</param>
public sealed record SubmittedMessage(
    SubmissionContext Context, SpoolId Id, StreamName Stream, CampaignName? Campaign, EmailAddress From, IReadOnlyList<EmailAddress> Recipients, HeaderSection Headers, ReadOnlyMemory<byte> Content)
{
    private MessageView? _view;

    /// <summary>Parsed at first use, once for all checks.</summary>
    public MessageView View => _view ??= MessageView.Parse(Content);
}
