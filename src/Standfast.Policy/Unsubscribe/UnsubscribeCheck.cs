using System.Collections.Concurrent;
using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Unsubscribe;

/// <summary>
/// Refuses bulk mail that nobody could leave, where <see cref="UnsubscribeFields"/> cannot mend it: its own List-Unsubscribe names nothing that works, or this server's
/// links lead nowhere.
/// </summary>
public sealed class UnsubscribeCheck(UnsubscribeOptions options) : IMessageCheck
{
    /// <summary>Messages of an account and day whose links lead to an address that nobody has set: enough to try things out on one machine; ours.</summary>
    public const int MaxUnreachable = 100;

    private readonly ConcurrentDictionary<AccountId, (DateOnly Day, int Count)> _unreachable = new();

    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) => ValueTask.FromResult(Check(message));

    private Finding? Check(SubmittedMessage message)
    {
        if (!options.IsBulk(message.Stream)) return null;
        if (message.Headers.Find(UnsubscribeFields.Field) is { } field)
        {
            return NamesWay(message.Headers.Value(field)) ? null : new Finding(
                "SF-3003", GuardAction.Refuse, UnsubscribeFields.Field, "names neither an https link nor a mailto address in angle brackets, so that nobody can leave",
                "write \"List-Unsubscribe: <https://...>\" with \"List-Unsubscribe-Post: List-Unsubscribe=One-Click\", or leave the field away: then this server adds both");
        }

        if (options.IsPublic || !UnsubscribeFields.IsWanted(message, options)) return null;
        var day = DateOnly.FromDateTime(message.Context.At.UtcDateTime);
        var (_, count) = _unreachable.AddOrUpdate(message.Context.Account, (day, 1), (_, before) => before.Day == day ? (day, Math.Min(before.Count + 1, int.MaxValue - 1)) : (day, 1));
        return count <= MaxUnreachable ? null : new Finding(
            // Who submits from the owner's own networks is the owner: told, not stopped.
            "SF-3004", message.Context.Credential is null ? GuardAction.Note : GuardAction.Refuse, $"Mail of stream {message.Stream}", $"has no List-Unsubscribe, and the link that this server would add begins with {options.PublicUrl}, which recipients cannot reach",
            "set http.public_url to the https address of this server, or send with a List-Unsubscribe of your own");
    }

    /// <summary>RFC 2369 §2: addresses in angle brackets. A link without TLS is none that providers follow (RFC 8058 §3.1), but people can.</summary>
    private static bool NamesWay(string value)
    {
        for (var start = value.IndexOf('<', StringComparison.Ordinal); start >= 0; start = value.IndexOf('<', start + 1))
        {
            var end = value.IndexOf('>', start);
            if (end < 0) return false;
            var way = value.AsSpan(start + 1, end - start - 1).Trim();
            if (way.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && way.Contains('@')) return true;
            if ((way.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || way.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) && Uri.TryCreate(way.ToString(), UriKind.Absolute, out var link) && link.Host.Length > 0) return true;
        }

        return false;
    }
}
