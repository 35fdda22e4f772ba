using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>The part of an envelope that many messages share and the queue wants at start, as one text.</summary>
internal static class SummarySender
{
    public static string Write(Envelope envelope) => envelope.Account?.Value ?? "";

    public static AccountId? ReadAccount(string text) => text.Length == 0 ? null : AccountId.Parse(text);
}
