using System.Buffers;
using Standfast.Policy.Content;

namespace Standfast.Policy.Spam;

/// <summary>What a message looks like, apart from its words.</summary>
internal static class MessageShape
{
    private const int MaxLinks = 300;

    // Without culture data, Contains without case goes character by character.
    private static readonly SearchValues<string> s_script = SearchValues.Create(["<script"], StringComparison.OrdinalIgnoreCase);

    public static void Read(SpamSubject subject, FeatureSet features)
    {
        var view = subject.View;
        ReadSubject(view.Subject, features);
        if (subject.ReplyHost is { } reply && !IsSame(reply, subject.FromHost)) FeatureReader.AddNamed("answers go to another domain", features);
        if (view.Html.Length > 0) ReadHtml(view, features);
        ReadLinks(subject, features);
        foreach (var attachment in view.Attachments.Take(20))
            if (!attachment.IsInline)
                FeatureReader.AddNamed($"attachment {attachment.ContentType}", features);
        var letters = Math.Max(view.VisibleText.Length, view.Text.Length);
        FeatureReader.AddNamed(letters switch { < 100 => "text under 100", < 500 => "text under 500", < 2_000 => "text under 2,000", _ => "long text" }, features);
    }

    private static void ReadSubject(string subject, FeatureSet features)
    {
        var (upper, lower, marks) = (0, 0, 0);
        foreach (var character in subject)
        {
            if (char.IsUpper(character)) upper++;
            else if (char.IsLower(character)) lower++;
            else if (character == '!') marks++;
        }

        if (upper > 8 && upper > 4 * lower) FeatureReader.AddNamed("subject in capitals", features);
        if (marks > 0) FeatureReader.AddNamed(marks > 1 ? "subject with !!" : "subject with !", features);
        if (subject.Length == 0) FeatureReader.AddNamed("no subject", features);
    }

    private static void ReadHtml(MessageView view, FeatureSet features)
    {
        if (view.Text.Length == 0) FeatureReader.AddNamed("HTML without text", features);
        if (view.Images > 0) FeatureReader.AddNamed(view.VisibleText.Length < 200 ? "images with little text" : view.Images > 10 ? "many images" : "images", features);
        if (view.Forms > 0) FeatureReader.AddNamed("form", features);
        if (view.Html.AsSpan().ContainsAny(s_script)) FeatureReader.AddNamed("script", features);
        if (view.HiddenText.Length > 200) FeatureReader.AddNamed("hidden text", features);
    }

    private static void ReadLinks(SpamSubject subject, FeatureSet features)
    {
        var (own, foreign) = (0, 0);
        foreach (var link in subject.View.Links.Take(MaxLinks))
        {
            if (link.Host is not { Length: > 0 } host) continue;
            if (IsSame(host, subject.FromHost))
            {
                own++;
                continue;
            }

            foreign++;
            FeatureReader.AddNamed($"link to .{host[(host.LastIndexOf('.') + 1)..]}", features);
            if (char.IsAsciiDigit(host[^1])) FeatureReader.AddNamed("link to an IP address", features);
        }

        if (own > 0) FeatureReader.AddNamed("links to the sender", features);
        if (foreign > 0) FeatureReader.AddNamed(own > 0 ? "links to others too" : "links to others only", features);
    }

    /// <summary>The last two labels agree: near enough for a feature.</summary>
    private static bool IsSame(string left, string right) => Tail(left).Equals(Tail(right), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Tail(string host)
    {
        var dot = host.LastIndexOf('.');
        if (dot > 0) dot = host.LastIndexOf('.', dot - 1);
        return host.AsSpan(dot + 1);
    }
}
