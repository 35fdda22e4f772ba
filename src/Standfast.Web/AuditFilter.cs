using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts.Audit;

namespace Standfast.Web;

/// <summary>
/// Records every request of the API that changed something, before it is answered: by default the name of the operation and the path; an
/// endpoint says more with <see cref="Audited"/>.
/// </summary>
internal static class AuditFilter
{
    private static readonly object s_note = new();

    public static async ValueTask<object?> RunAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var result = await next(context);
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<NotAChange>() is not null) return result;
        if ((result as IStatusCodeHttpResult)?.StatusCode is >= 400) return result;
        var (action, subject, detail) = http.Items[s_note] is AuditNote note ? (note.Action, note.Subject, note.Detail) : (Operation(http), http.Request.Path.Value ?? "/", null);
        try
        {
            await http.RequestServices.GetRequiredService<IAuditLog>().AppendAsync(RequestRights.ActorOf(http), action, subject, detail, CancellationToken.None);
            return result;
        }
        catch (IOException)
        {
            return StandfastEndpoints.Problem(500, "not_audited", $"{action} of {subject} is done, but the audit log could not be written; see to the disk, then check with \"standfast audit verify\"");
        }
    }

    /// <summary>What the audit log is to say of this request, if it succeeds. Never give a secret.</summary>
    /// <param name="action">As noun.verb.</param>
    public static void Audited(this HttpContext http, string action, string subject, string? detail = null) => http.Items[s_note] = new AuditNote(action, subject, detail);

    /// <summary>For requests by POST that only ask.</summary>
    public static TBuilder ChangesNothing<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NotAChange());

    private static string Operation(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? http.Request.Method;

    private sealed record AuditNote(string Action, string Subject, string? Detail);

    /// <summary>Of routes that only ask.</summary>
    internal sealed class NotAChange;
}
