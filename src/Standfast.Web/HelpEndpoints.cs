using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Policy.Help;
using Standfast.Recovery.Doctor;

namespace Standfast.Web;

/// <summary>What the ids in replies mean; open to everybody, for whoever got the reply is to read it.</summary>
internal static class HelpEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/e/{id}", (string id, HelpCatalogue help, CheckCatalogue checks) => help.Find(id) is { } topic ? Page(topic) : checks.Find(id) is { } check ? Page(check) : Results.Text($"There is no help topic {id}.\n", statusCode: StatusCodes.Status404NotFound)).ExcludeFromDescription();
        app.MapGet("/e/", (HelpCatalogue help, CheckCatalogue checks) => Index(help, checks)).ExcludeFromDescription();
    }

    private static IResult Page(HelpTopic topic) => Html(
        $"{topic.Id}: {topic.Title}",
        $"<h2>What it means</h2>{Paragraphs(topic.Meaning)}<h2>What to do</h2>{Paragraphs(topic.Fix)}<p><a href=\"./\">All topics</a></p>");

    private static IResult Page(CheckText check) => Html(
        $"{check.Id}: {check.Title}",
        $"<h2>What it means</h2>{Paragraphs(check.Meaning)}<h2>What to do</h2>{Paragraphs(check.Fix)}<p>{{subject}} and {{value}} stand for what <code>standfast doctor</code> found.</p>"
        + $"<p>Source: {WebUtility.HtmlEncode(check.Source)}, {check.Date:yyyy-MM-dd}</p><p><a href=\"./\">All topics</a></p>");

    private static IResult Index(HelpCatalogue help, CheckCatalogue checks) => Html(
        "What replies mean", $"<ul>{string.Concat(help.All.Select(topic => Item(topic.Id, topic.Title)))}</ul><h2>What the security audit looks for</h2><ul>{string.Concat(checks.All.Select(check => Item(check.Id, check.Title)))}</ul>");

    private static string Item(string id, string title) => $"<li><a href=\"{id}\">{id}</a> {WebUtility.HtmlEncode(title)}</li>";

    private static string Paragraphs(string text) => string.Concat(text.Split("\n\n").Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph.Trim()).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));

    private static IResult Html(string title, string body) => Results.Content(
        $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:2em auto;padding:0 1em;color-scheme:light dark}</style></head>
        <body><h1>{{WebUtility.HtmlEncode(title)}}</h1>{{body}}</body></html>
        """,
        "text/html; charset=utf-8");
}
