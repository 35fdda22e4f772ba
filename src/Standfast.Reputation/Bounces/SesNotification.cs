using System.Collections.Immutable;
using System.Text.Json;

namespace Standfast.Reputation.Bounces;

/// <summary>A bounce as Amazon SES tells it by SNS: JSON, as the body of a mail.</summary>
internal static class SesNotification
{
    private const int MaxDepth = 16;

    /// <summary>Null for every other text.</summary>
    public static BounceReport? TryRead(InboundMail mail)
    {
        var part = mail.Parts.Find(part => part.IsForPeople && part.Text.AsSpan().TrimStart().StartsWith("{") && part.Text.Contains("bouncedRecipients", StringComparison.Ordinal));
        if (part is null) return null;
        try
        {
            // Lines of mail are shorter than its values.
            var bytes = System.Text.Encoding.UTF8.GetBytes(part.Text.TrimStart().Replace("\n", "", StringComparison.Ordinal));
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
            // What follows the object (how to unsubscribe from the topic) is none of it.
            using var document = JsonDocument.ParseValue(ref reader);
            if (Text(document.RootElement, "Message") is not { Length: > 0 } wrapped) return Read(document.RootElement, mail);
            // SNS wraps what it tells in a text, unless it is told not to.
            using var inner = JsonDocument.Parse(wrapped, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(inner.RootElement, mail);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BounceReport? Read(JsonElement root, InboundMail mail)
    {
        if (!TryGet(root, "bounce", JsonValueKind.Object, out var bounce) || !TryGet(bounce, "bouncedRecipients", JsonValueKind.Array, out var listed)) return null;
        var transient = Text(bounce, "bounceType") == "Transient";
        var recipients = ImmutableArray.CreateBuilder<BouncedRecipient>();
        foreach (var recipient in listed.EnumerateArray().Take(BounceReader.MaxRecipients).Where(recipient => recipient.ValueKind == JsonValueKind.Object))
        {
            var diagnostic = OneLine.Of(Text(recipient, "diagnosticCode"));
            if (diagnostic.StartsWith("smtp;", StringComparison.OrdinalIgnoreCase)) diagnostic = diagnostic[5..].Trim();
            var address = Text(recipient, "emailAddress");
            var status = StatusCodes.Best(Text(recipient, "status"), diagnostic);
            recipients.Add(new BouncedRecipient(address.Length <= 320 ? address : address[..320], transient && status?.Class != 5 ? BounceAction.Delayed : BounceAction.Failed, status, diagnostic, null)
            {
                Explanation = OneLine.Of(Text(bounce, "bounceSubType")),
            });
        }

        if (recipients.Count == 0) return null;
        var message = TryGet(root, "mail", JsonValueKind.Object, out var sent) ? Text(sent, "source") : null;
        return new BounceReport(recipients.ToImmutable(), IsStandard: false) { ReportingMta = mail.From.Split('@')[^1].ToLowerInvariant(), OriginalFrom = message };
    }

    private static bool TryGet(JsonElement element, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    private static string Text(JsonElement element, string name) => TryGet(element, name, JsonValueKind.String, out var value) ? value.GetString() ?? "" : "";
}
