using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Web;

/// <summary>Who may not be written to.</summary>
internal static class SuppressionEndpoints
{
    private const string DefaultCause = "import-";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/suppressions").WithTags("Suppressions").ForOperators();
        group.MapGet("", List).Answers<IReadOnlyList<SuppressionResponse>>("listSuppressions", "Addresses that are not written to, in the order of addresses", problems: [400, 503]);
        group.MapPost("", Add).Answers<IReadOnlyList<SuppressionResponse>>("addSuppression", "Write to an address no more", 201, 400, 404, 503);
        group.MapDelete("", Remove).Answers<SuppressionRemovalResponse>("removeSuppression", "Write to an address again", problems: [400, 404, 409, 503]);
        group.MapPost("/undo", Undo).Answers<SuppressionRemovalResponse>("undoSuppressions", "Take out all that came of one cause", problems: [400, 404, 503]);
        group.MapPost("/import", ImportAsync).Accepts<string>("text/csv").Answers<SuppressionImportResponse>("importSuppressions", "Take suppressions from a list: CSV with a column named address or email, or one address a line", problems: [400, 404, 413, 503]);
        group.MapGet("/export", SuppressionExport.WriteAsync).Answers<IReadOnlyList<SuppressionResponse>>("exportSuppressions", "All suppressions, as JSON or, with format=csv, as CSV");
    }

    private static IResult List([AsParameters] SuppressionFilter filter, SuppressionList list)
    {
        if (!filter.TryRead(out var query, out var problem)) return problem;
        return Guard(() => Results.Json((IReadOnlyList<SuppressionResponse>)[.. list.Find(query).Select(Describe)], ApiJson.Default.IReadOnlyListSuppressionResponse));
    }

    private static IResult Add(SuppressionRequest request, HttpContext http, SuppressionList list, TimeProvider time)
    {
        if (!EmailAddress.TryParse(request.Address, out var address)) return StandfastEndpoints.Problem(400, "bad_address", $"\"{request.Address}\" is not an address");
        if (!SuppressionFilter.TryScope(request.Global, request.Account, request.Stream, out var scope, out var problem)) return problem;
        if (KnownWays.MissingAccount(http, scope.Account) is { } missing) return missing;
        if (!SuppressionReasons.TryParse(request.Reason, out var reason)) return SuppressionFilter.BadReason(request.Reason);
        if (request.Source?.Length > SuppressedAddress.MaxTextLength || request.Cause?.Length > SuppressedAddress.MaxTextLength) return StandfastEndpoints.Problem(400, "too_long", $"source and cause have at most {SuppressedAddress.MaxTextLength} characters");
        var entry = new SuppressedAddress(AddressKey.Of(address), scope, reason, time.GetUtcNow()) { Source = request.Source, Cause = request.Cause };
        return Guard(() =>
        {
            list.Add(entry);
            http.Audited("suppression.add", entry.Address.Value, $"{entry.Scope}, {entry.Reason.Name()}");
            return Results.Json((IReadOnlyList<SuppressionResponse>)[Describe(entry)], ApiJson.Default.IReadOnlyListSuppressionResponse, statusCode: 201);
        });
    }

    private static IResult Remove([AsParameters] SuppressionFilter filter, HttpContext http, SuppressionList list)
    {
        if (!filter.TryRead(out var query, out var problem)) return problem;
        if (query.Address is null) return StandfastEndpoints.Problem(400, "address_needed", "name the address");
        return Guard(() =>
        {
            // What recipients asked for is theirs to take back: who does it for them says so.
            if (query.Reason is null && list.Find(query).FirstOrDefault(entry => entry.Reason is SuppressionReason.Unsubscribed or SuppressionReason.Complaint) is { } own)
                return StandfastEndpoints.Problem(409, "recipients_wish", $"{own.Address} {own.Reason.Sentence()} ({own.Scope}, {own.At:yyyy-MM-dd}): only where they ask for mail again, name the reason \"{own.Reason.Name()}\"");
            var removed = list.Remove(query);
            http.Audited("suppression.remove", query.Address.Value, string.Join("; ", removed.Select(entry => $"{entry.Scope}, {entry.Reason.Name()}")));
            return removed.Count == 0 ? StandfastEndpoints.Problem(404, "no_such_suppression", $"there is no such suppression of {query.Address}") : Removal(removed.Count, isDryRun: false);
        });
    }

    private static IResult Undo(SuppressionUndoRequest request, HttpContext http, SuppressionList list)
    {
        if (request.Cause.Length == 0) return StandfastEndpoints.Problem(400, "cause_needed", "name the cause, as \"suppress ls\" shows it");
        return Guard(() =>
        {
            var count = request.DryRun ? Count(list, request.Cause) : list.Remove(new SuppressionQuery { Cause = request.Cause }).Count;
            if (count == 0) return StandfastEndpoints.Problem(404, "no_such_cause", $"no suppression came of the cause {request.Cause}; \"standfast suppress ls\" shows the causes");
            http.Audited("suppression.undo", request.Cause, request.DryRun ? $"{count}, only counted" : $"{count} removed");
            return Removal(count, request.DryRun);
        });
    }

    private static async Task<IResult> ImportAsync(
        HttpContext context, SuppressionList list, TimeProvider time, CancellationToken stop,
        [Description("Where the list names none; default \"default\".")] string? account = null, string? stream = null, bool global = false,
        [Description("Where the list names none; default imported.")] string? reason = null,
        [Description("Where the list comes from.")] string? source = null,
        [Description("Name under which all of it can be undone. Default: import- and the time.")] string? cause = null)
    {
        var why = SuppressionReason.Imported;
        if (!SuppressionFilter.TryScope(global, account, stream, out var scope, out var problem)) return problem;
        if (KnownWays.MissingAccount(context, scope.Account) is { } missing) return missing;
        if (reason is not null && !SuppressionReasons.TryParse(reason, out why)) return SuppressionFilter.BadReason(reason);
        cause ??= $"{DefaultCause}{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        if (source?.Length > SuppressedAddress.MaxTextLength || cause.Length > SuppressedAddress.MaxTextLength) return StandfastEndpoints.Problem(400, "too_long", $"source and cause have at most {SuppressedAddress.MaxTextLength} characters");
        using var reader = UploadedList.Open(context);
        try
        {
            var result = await new SuppressionImport(list, scope, why, source ?? "import", cause, time).RunAsync(reader, stop);
            if (result.Added + result.Known == 0)
                return StandfastEndpoints.Problem(400, "no_addresses", result.Invalid > 0 ? $"the list holds no address: {string.Join("; ", result.Mistakes)}" : "the list is empty: it needs CSV with a column named address or email, or one address a line");
            context.Audited("suppression.import", cause, $"{result.Added} added from {source ?? "import"} for {scope}");
            return Results.Json(new SuppressionImportResponse(result.Read, result.Added, result.Known, result.Invalid, result.Mistakes, cause), ApiJson.Default.SuppressionImportResponse);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            return Unavailable;
        }
    }

    private static long Count(SuppressionList list, string cause)
    {
        var (count, query) = (0L, new SuppressionQuery { Cause = cause });
        while (list.Find(query) is { Count: > 0 } page)
        {
            count += page.Count;
            query = query with { After = page[^1].Address.Value };
        }

        return count;
    }

    internal static IResult Unavailable => StandfastEndpoints.Problem(503, "store_unavailable", "the suppression list cannot be read or written now; nothing has changed since the last answer, try again");

    internal static SuppressionResponse Describe(SuppressedAddress entry) => new(
        entry.Address.Value, entry.Scope.Kind, entry.Scope.Account?.Value, entry.Scope.Stream?.Value, entry.Reason.Name(), entry.At, entry.Source, entry.Message?.ToString(), entry.Cause);

    private static IResult Removal(long removed, bool isDryRun) => Results.Json(new SuppressionRemovalResponse(removed, isDryRun), ApiJson.Default.SuppressionRemovalResponse);

    private static IResult Guard(Func<IResult> action)
    {
        try
        {
            return action();
        }
        catch (IOException)
        {
            return Unavailable;
        }
    }
}
