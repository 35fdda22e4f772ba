using System.Globalization;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>The part of an envelope that many messages share and the queue wants at start, as one text.</summary>
internal sealed record SummarySender(AccountId? Account, StreamName Stream, int Priority)
{
    public static string Write(Envelope envelope) =>
        string.Create(CultureInfo.InvariantCulture, $"{envelope.Account?.Value} {envelope.Stream.Value} {envelope.Priority}");

    public static SummarySender Read(string text)
    {
        var parts = text.Split(' ');
        return new SummarySender(
            parts[0].Length == 0 ? null : AccountId.Parse(parts[0]), StreamName.Parse(parts[1]), int.Parse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }
}
