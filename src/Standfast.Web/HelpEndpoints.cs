using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Policy.Help;

namespace Standfast.Web;

/// <summary>What the ids in replies mean; open to everybody, for whoever got the reply is to read it.</summary>
internal static class HelpEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/e/{id}", (string id, HelpCatalogue help) => help.Find(id) is { } topic ? Page(topic) : Results.Text($"There is no help topic {id}.\n", statusCode: StatusCodes.Status404NotFound)).ExcludeFromDescription();
        app.MapGet("/e/", (HelpCatalogue help) => Index(help)).ExcludeFromDescription();
    }

    private static IResult Page(HelpTopic topic) => Html(
        $"{topic.Id}: {topic.Title}",
        $"<h2>What it means</h2>{Paragraphs(topic.Meaning)}<h2>What to do</h2>{Paragraphs(topic.Fix)}<p><a href=\"./\">All topics</a></p>");

    private static IResult Index(HelpCatalogue help) => Html(
        "What replies mean", $"<ul>{string.Concat(help.All.Select(topic => $"<li><a href=\"{topic.Id}\">{topic.Id}</a> {WebUtility.HtmlEncode(topic.Title)}</li>"))}</ul>");

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
