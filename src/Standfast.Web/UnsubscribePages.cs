using System.Net;
using Microsoft.AspNetCore.Http;

namespace Standfast.Web;

/// <summary>What recipients see when they follow a link in mail. Without scripts, cookies or anything from elsewhere.</summary>
internal static class UnsubscribePages
{
    public static IResult Ask(HttpContext context, string sender, string stream, string? address) => Page(
        context, 200, "Unsubscribe",
        $"""
        <form method="post">
        {(address is null ? "<p><label>Your address: <input type=\"email\" name=\"address\" required autocomplete=\"email\"></label></p>" : $"<p>Mail to <b>{Encode(address)}</b></p>")}
        <p><button name="scope" value="stream">Unsubscribe from &ldquo;{Encode(stream)}&rdquo; of {Encode(sender)}</button></p>
        <p><button name="scope" value="account">Unsubscribe from everything of {Encode(sender)}</button></p>
        </form>
        <p>Receipts, sign-in codes and other mail that you cause yourself still come.</p>
        """);

    public static IResult Done(HttpContext context, string what, string sender) => Page(
        context, 200, "You are unsubscribed", $"<p>No more mail of {Encode(what)} of {Encode(sender)} is sent to you, also none that was waiting.</p>");

    public static IResult AskConsent(HttpContext context, string sender, string stream, string address) => Page(
        context, 200, "Please confirm",
        $"""
        <form method="post"><p>Should <b>{Encode(address)}</b> get mail of the kind &ldquo;{Encode(stream)}&rdquo; from {Encode(sender)}?</p><p><button>Yes, I asked for it</button></p></form>
        <p>If you did not ask for it, do nothing: then none comes. If you had unsubscribed from {Encode(sender)} before, the button takes that back.</p>
        """);

    public static IResult Confirmed(HttpContext context, string sender, string stream) => Page(context, 200, "Thank you", $"<p>You will get mail of the kind &ldquo;{Encode(stream)}&rdquo; from {Encode(sender)}. Each has a link to leave.</p>");

    public static IResult NotOurs(HttpContext context) => Page(context, 404, "This link is not valid", "<p>Perhaps it was cut short. Follow it from the mail itself, or answer the mail.</p>");

    public static IResult NotARecipient(HttpContext context) => Page(context, 400, "That address is not known here", "<p>The mail with this link did not go to that address. Write the address to which it came.</p>");

    public static IResult Unclear(HttpContext context) => Page(context, 400, "Nothing has changed", "<p>Open the link in a browser and press a button, or send the one-click request of RFC 8058.</p>");

    public static IResult TryAgain(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return Page(context, 503, "Please try again", "<p>Your wish could not be stored right now. Please try again in a minute.</p>");
    }

    /// <summary>Of a mail that has a link, to whoever follows it: nothing keeps, shares or frames it.</summary>
    internal static IResult Page(HttpContext context, int status, string title, string body)
    {
        var headers = context.Response.Headers;
        (headers.CacheControl, headers["Referrer-Policy"], headers["X-Robots-Tag"], headers.XContentTypeOptions) = ("no-store", "no-referrer", "noindex", "nosniff");
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        return Results.Content(
            $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{Encode(title)}}</title>
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:3em auto;padding:0 1em;color-scheme:light dark}button,input{font:inherit;padding:.5em 1em}</style></head>
            <body><h1>{{Encode(title)}}</h1>
            {{body}}
            </body></html>

            """,
            "text/html; charset=utf-8", statusCode: status);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
