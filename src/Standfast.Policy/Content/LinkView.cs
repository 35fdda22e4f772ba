using Standfast.Mail;

namespace Standfast.Policy.Content;

/// <summary>A link of a message.</summary>
/// <param name="Href">As it was written, trimmed.</param>
/// <param name="Text">What the reader sees of it; null in plain text.</param>
/// <param name="Host">Lower case, without a trailing dot, in Unicode as written or decoded from punycode; null where the link has no host.</param>
public sealed record LinkView(string Href, string? Text, string? Host)
{
    /// <summary>The host as the DNS knows it; null where there is none, or it is no domain name.</summary>
    public string? AsciiHost => Host is null ? null : DomainName.TryParse(Host, out var name) ? name.Value : null;
}
