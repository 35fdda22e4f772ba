using System.Text.Json;

namespace Standfast.Policy.Scanners;

/// <summary>What rspamd answers: a JSON object with action, score and much else.</summary>
public static class RspamdAnswer
{
    /// <summary>Ours; usual ones have some kilobytes.</summary>
    public const int MaxOctets = 1024 * 1024;

    public static ScanVerdict Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("action", out var action) || action.ValueKind != JsonValueKind.String) return new ScanVerdict.Unavailable("its answer has no action");
            if (!root.TryGetProperty("score", out var written) || written.ValueKind != JsonValueKind.Number || !written.TryGetDouble(out var score) || !double.IsFinite(score)) return new ScanVerdict.Unavailable("its answer has no score");
            // The actions of its configuration; what it marks is suspicious, of others nothing is known but that they are not "no action".
            return action.GetString() switch
            {
                "no action" => new ScanVerdict.Clean(score),
                "greylist" => new ScanVerdict.Later("greylist"),
                "soft reject" => new ScanVerdict.Later("soft reject"),
                "add header" => new ScanVerdict.Suspicious(score, "add header"),
                "rewrite subject" => new ScanVerdict.Suspicious(score, "rewrite subject"),
                "reject" => new ScanVerdict.Spam(score),
                _ => new ScanVerdict.Suspicious(score, "its own action"),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a string that is no UTF-8 throws when it is read.
            return new ScanVerdict.Unavailable("its answer is no JSON");
        }
    }
}
