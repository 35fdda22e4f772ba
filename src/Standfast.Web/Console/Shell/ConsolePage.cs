using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Standfast.Api;

namespace Standfast.Web.Console.Shell;

/// <summary>Answers of the console.</summary>
internal static class ConsolePage
{
    /// <summary>A page inside the frame of the console.</summary>
    /// <param name="status">From 400 on nothing was changed, and the audit log is not written.</param>
    public static IResult Show<TPage, TView>(HttpContext http, string title, TView view, int status = StatusCodes.Status200OK)
        where TPage : ConsoleView<TView> => new Page(FrameOf(http, title), typeof(TPage), view!, status);

    /// <summary>After a change: elsewhere, with one sentence of what was done.</summary>
    /// <param name="path">A path of the console.</param>
    public static IResult Done(HttpContext http, string path, string notice)
    {
        NoticeCookie.Write(http, new ConsoleNotice(notice, IsWarning: false));
        return new SeeOther(path);
    }

    /// <summary>Elsewhere, without a word.</summary>
    public static IResult GoTo(string path) => new SeeOther(path);

    /// <summary>What cannot be done, on a page of its own. Mistakes in a form belong on the form's page, at the field.</summary>
    public static IResult Refuse(HttpContext http, int status, string title, string text) =>
        Show<RefusalPage, RefusalView>(http, title, new RefusalView(title, text, ConsoleRoom.Root), status);

    /// <summary>What a function of the API refused, as it words it; null where it did what it was asked to.</summary>
    public static ProblemResponse? ProblemOf(IResult result) => (result as JsonHttpResult<ProblemResponse>)?.Value;

    /// <summary>A filter: a refusal of the API that a route hands on becomes a page.</summary>
    public static async ValueTask<object?> ShowProblemsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        return result is IResult answer && ProblemOf(answer) is { } problem ? Refuse(context.HttpContext, problem.Status, TitleOf(problem), Sentence(problem.Detail)) : result;
    }

    /// <summary>HTML of a page, which is written whole or not at all.</summary>
    internal static async Task<string> RenderAsync(IServiceProvider services, ConsoleFrame frame, Type page, object view)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<CascadingValue<ConsoleFrame>>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(CascadingValue<>.Value)] = frame,
                [nameof(CascadingValue<>.IsFixed)] = true,
                [nameof(CascadingValue<>.ChildContent)] = (RenderFragment)(builder => BuildDocument(builder, frame, page, view)),
            }));
            return root.ToHtmlString();
        });
    }

    private static void BuildDocument(RenderTreeBuilder builder, ConsoleFrame frame, Type page, object view)
    {
        builder.OpenComponent<ConsoleDocument>(0);
        builder.AddComponentParameter(1, nameof(ConsoleDocument.Frame), frame);
        builder.AddComponentParameter(2, nameof(ConsoleDocument.ChildContent), (RenderFragment)(content =>
        {
            content.OpenComponent(0, page);
            content.AddComponentParameter(1, nameof(ConsoleView<>.View), view);
            content.CloseComponent();
        }));
        builder.CloseComponent();
    }

    private static ConsoleFrame FrameOf(HttpContext http, string title)
    {
        var session = ConsoleSession.Find(http);
        var rooms = http.GetEndpoint()?.Metadata.GetMetadata<ConsoleNavigation>()?.Rooms ?? [];
        return new ConsoleFrame(title, session?.User, session?.FormToken ?? "", http.Request.Path.Value ?? "", rooms, NoticeCookie.Take(http), http.RequestServices.GetRequiredService<ServerFacts>().Hostname);
    }

    private static string TitleOf(ProblemResponse problem) => problem.Status >= 500 ? "This did not work" : problem.Status == 404 ? "There is no such thing" : "This cannot be done";

    /// <summary>As the words of a problem stand on a page.</summary>
    public static string Sentence(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '"' ? "" : ".");

    private sealed class Page(ConsoleFrame frame, Type page, object view, int status) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var html = await RenderAsync(httpContext.RequestServices, frame, page, view);
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            await httpContext.Response.WriteAsync(html, Encoding.UTF8, httpContext.RequestAborted);
        }
    }

    private sealed class SeeOther(string path) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status303SeeOther;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
