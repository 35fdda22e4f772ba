using System.Text;
using MimeKit.Utils;
using Standfast.Mail;
using Standfast.Mail.Headers;

namespace Standfast.Policy.Content.Rules;

/// <summary>A message as the content rules see it.</summary>
public sealed class ContentMessage
{
    private readonly Lazy<string> _displayName;

    private ContentMessage(ReadOnlyMemory<byte> content, MessageView view, HeaderSection? headers, string? headerError, bool isBulk, DateTimeOffset at)
    {
        (Content, View, Headers, HeaderError, IsBulk, At) = (content, view, headers, headerError, isBulk, at);
        _displayName = new Lazy<string>(ReadDisplayName, false);
        if (headers?.Find("From") is { } field && FromHeader.TryParse(headers.Value(field), out var from, out var error)) From = from;
        else FromError = headers?.Find("From") is { } other && !FromHeader.TryParse(headers.Value(other), out _, out error) ? error : "it is missing";
        IsDiscussion = isBulk && headers is not null && headers.Find("List-Post") is not null && headers.Find("List-Id") is not null;
    }

    public ReadOnlyMemory<byte> Content { get; }

    public MessageView View { get; }

    /// <summary>Null where the header section cannot be read; <see cref="HeaderError"/> says why.</summary>
    public HeaderSection? Headers { get; }

    public string? HeaderError { get; }

    /// <summary>Mail to many: of any stream but transactional.</summary>
    public bool IsBulk { get; }

    /// <summary>Mail to many that readers write themselves: a list with List-Post (RFC 2369 §3.4).</summary>
    public bool IsDiscussion { get; }

    /// <summary>Its header says that it goes to many (RFC 2919, RFC 2369), or names a stream other than transactional.</summary>
    public bool SaysItIsBulk =>
        Has("List-Id") || Has("List-Unsubscribe") || Value("Precedence")?.ToLowerInvariant() is "bulk" or "list" or "junk" || (Value("X-Standfast-Stream") is { Length: > 0 } stream && stream != StreamName.Transactional.Value);

    /// <summary>When it is judged.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Null where From does not name exactly one mailbox; <see cref="FromError"/> says why.</summary>
    public EmailAddress? From { get; }

    public string FromError { get; } = "";

    /// <summary>Decoded; empty where From has none.</summary>
    public string DisplayName => _displayName.Value;

    /// <summary>What is to be read: of the HTML where there is some, else the plain text.</summary>
    public string Body => View.VisibleText.Length > 0 ? View.VisibleText : View.Text;

    /// <param name="headers">Null: they are read from the content.</param>
    public static ContentMessage Create(ReadOnlyMemory<byte> content, MessageView view, HeaderSection? headers, bool isBulk, DateTimeOffset at)
    {
        string? error = null;
        if (headers is null && !HeaderSection.TryParse(content[..view.HeaderOctets], out headers, out error)) error ??= "it cannot be read";
        return new ContentMessage(content, view, headers, error, isBulk, at);
    }

    /// <summary>Unfolded; null where there is none.</summary>
    public string? Value(string name) => Headers?.Find(name) is { } field ? Headers.Value(field) : null;

    public bool Has(string name) => Headers?.Find(name) is not null;

    /// <summary>A text of the message for use in a finding: short, without line ends.</summary>
    public static string Quote(string text) => $"\"{(text.Length <= 60 ? text : $"{text.AsSpan(0, 57)}...")}\"";

    private string ReadDisplayName()
    {
        if (Value("From") is not { } value) return "";
        var open = value.LastIndexOf('<');
        // Without a name, readers show a comment instead.
        var name = open > 0 ? value[..open].Trim().Trim('"') : value.IndexOf('(') is var comment and >= 0 ? value[(comment + 1)..].TrimEnd(')', ' ') : "";
        return name.Contains("=?", StringComparison.Ordinal) ? Rfc2047.DecodeText(Encoding.UTF8.GetBytes(name)) : name;
    }
}
