using System.Text;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Consent;
using Standfast.Policy.Tracking;
using Standfast.Policy.Unsubscribe;
using Standfast.Tests.Policy.Unsubscribe;

namespace Standfast.Tests.Policy.Tracking;

/// <summary>Mail of stream bulk of account shop, which is tracked, at link.example.org.</summary>
internal static class TrackedMail
{
    public static TrackingOptions Options { get; } = new([new ConsentRequirement(AccountId.Parse("shop"), null)], new UnsubscribeOptions { PublicUrl = "https://mail.example.org" }, "https://link.example.org");

    public static TrackingTokens Tokens { get; } = new(new TokenKeys([UnsubscribeTokensTests.Key(1)]));

    public static SubmittedMessage Of(string fields, string body, params string[] recipients)
    {
        var section = Encoding.UTF8.GetBytes("From: me@mail.example.org\r\n" + fields.ReplaceLineEndings("\r\n"));
        Assert.True(HeaderSection.TryParse(section, out var headers, out var error), error);
        byte[] content = [.. section, .. "\r\n"u8, .. Encoding.Latin1.GetBytes(body.ReplaceLineEndings("\r\n"))];
        var template = TestMessage.Of("bulk", "", recipients.Length > 0 ? recipients : ["Ann@example.net"]);
        return template with { Headers = headers, Content = content };
    }

    /// <summary>The body as it is sent; null where it stays as it came.</summary>
    public static string? Rewrite(SubmittedMessage message, StreamName? stream = null)
    {
        var rewriter = new TrackingRewriter(Options, Tokens);
        return rewriter.Wants(message.Context.Account, stream ?? message.Stream, message.Recipients, message.Headers) && rewriter.Rewrite(message) is { } body ? Encoding.Latin1.GetString(body) : null;
    }
}
