using Standfast.Reputation.Classification;

namespace Standfast.Server.Composition;

/// <summary>Knows no reply: what providers' profiles say of them holds alone.</summary>
internal sealed class UnknownReplies : IReplyClassifier
{
    private static readonly ReplyClass s_unknown = new("none", "", ReplyCause.Other, FaultScope.Recipient, FaultSeverity.Info, "", false, false);

    public ReplyClass Classify(string text, string? provider, string? phase = null, bool isOwnRelay = false) => s_unknown;
}
