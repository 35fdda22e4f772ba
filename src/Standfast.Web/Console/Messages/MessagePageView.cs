using Standfast.Api;

namespace Standfast.Web.Console.Messages;

/// <summary>One message: where it stands and why, and everything that happened to it.</summary>
/// <param name="Why">Of each recipient, the worst first; empty where none is recorded.</param>
/// <param name="Sample">Null where it is not stored any more.</param>
public sealed record MessagePageView(MessageResponse Message, IReadOnlyList<ExplanationResponse> Why, MessageSample? Sample)
{
    public string Credential { get; init; } = "";

    public string Stream { get; init; } = "";

    public bool IsHeld => Message.Recipients.Any(recipient => recipient.Status == "held");
}
