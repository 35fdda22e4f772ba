using Standfast.Mail;

namespace Standfast.Reputation.States;

/// <summary>A refusal as Delivery meets it.</summary>
/// <param name="Message">Null where the connection itself was refused.</param>
/// <param name="Provider">As a way is named.</param>
/// <param name="Phase">As in <see cref="Standfast.Events.AttemptDetail.Phase"/>.</param>
public sealed record RemoteReply(SpoolId? Message, SenderFacts? Sender, string Source, string Provider, string Phase, SmtpReply Reply)
{
    /// <summary>The peer is our own smart host.</summary>
    public bool IsOwnRelay { get; init; }

    /// <summary>How long the provider's profile asks for silence at such a reply; null where it does not.</summary>
    public TimeSpan? Silence { get; init; }
}
