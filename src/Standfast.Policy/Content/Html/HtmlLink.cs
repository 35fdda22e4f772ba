namespace Standfast.Policy.Content.Html;

/// <param name="Href">Decoded and trimmed, not resolved.</param>
/// <param name="Text">What is to be read of it.</param>
internal sealed record HtmlLink(string Href, string Text);
