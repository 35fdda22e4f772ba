using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Web;

/// <summary>Who asked for what, and how that is known.</summary>
internal static class ConsentEndpoints
{
    /// <summary>Of a list that consent is taken from: it is read twice, for the gate and for the records; ours.</summary>
    private const int MaxImportOctets = 64 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/consent").WithTags("Consent").ForOperators();
        group.MapGet("", List).Answers<IReadOnlyList<ConsentResponse>>("listConsent", "Who asked for what, in the order of addresses", problems: [400, 503]);
        group.MapPost("", Add).Answers<IReadOnlyList<ConsentResponse>>("addConsent", "Record that somebody asked for a stream", 201, 400, 404, 503);
        group.MapPost("/requests", Request).Answers<ConfirmationResponse>("requestConsent", "Make a link that confirms an address (double opt-in)", 201, 400, 404);
        group.MapPost("/import", ImportAsync).Accepts<string>("text/csv").Answers<ConsentImportResponse>("importConsent", "Record consent from a list that passes the import gate", problems: [400, 404, 413, 503]);
        group.MapPost("/rotate-key", Rotate).Answers<LinkKeyResponse>("rotateLinkKey", "Make new links with a new key; those that are out stay good", problems: [409, 503]);
    }

    private static IResult List(
        ConsentLedger ledger, string? account = null, string? stream = null, string? address = null, [Description("Only addresses after this one.")] string? after = null,
        [Description("1 to 1000 records, and the rest of the last address; default 100.")] int? limit = null)
    {
        EmailAddress? whom = null;
        if (!string.IsNullOrEmpty(address) && !EmailAddress.TryParse(address, out whom)) return BadAddress(address);
        if (!SuppressionFilter.TryScope(false, account, stream, out var scope, out var problem)) return problem;
        if (!PageSize.IsIn(limit, ConsentQuery.MaxLimit, out problem)) return problem;
        var query = new ConsentQuery
        {
            Account = string.IsNullOrEmpty(account) ? null : scope.Account,
            Stream = scope.Stream,
            Address = whom is null ? null : AddressKey.Of(whom),
            After = after ?? "",
            Limit = limit ?? 100,
        };
        return Guard(() => Results.Json((IReadOnlyList<ConsentResponse>)[.. ledger.Find(query).Select(Describe)], ApiJson.Default.IReadOnlyListConsentResponse));
    }

    private static IResult Add(ConsentAddRequest request, HttpContext http, ConsentLedger ledger, TimeProvider time)
    {
        if (!EmailAddress.TryParse(request.Address, out var address)) return BadAddress(request.Address);
        if (!SuppressionFilter.TryScope(false, request.Account, request.Stream, out var scope, out var problem)) return problem;
        if (KnownWays.MissingAccount(http, scope.Account) is { } missing) return missing;
        if (request.How.Length is 0 or > ConsentRecord.MaxHowLength) return StandfastEndpoints.Problem(400, "bad_how", $"how = \"{request.How}\" must say in 1 to {ConsentRecord.MaxHowLength} characters how they asked, such as form, order or paper");
        if (request.Proof?.Length > ConsentRecord.MaxProofLength) return StandfastEndpoints.Problem(400, "too_long", $"proof has at most {ConsentRecord.MaxProofLength} characters; give a link to more");
        if (request.SourceAddress?.Length > 64) return StandfastEndpoints.Problem(400, "too_long", "source_address is a network address");
        if (request.At > time.GetUtcNow()) return StandfastEndpoints.Problem(400, "bad_at", "at lies in the future");
        var record = new ConsentRecord(scope.Account!, scope.Stream ?? StreamName.Bulk, AddressKey.Of(address), request.At?.ToUniversalTime() ?? time.GetUtcNow(), request.How) { SourceAddress = request.SourceAddress, Proof = request.Proof };
        return Guard(() =>
        {
            ledger.Add(record);
            http.Audited("consent.add", record.Address.Value, $"stream {record.Stream} of account {record.Account}, {record.How}");
            return Results.Json((IReadOnlyList<ConsentResponse>)[Describe(record)], ApiJson.Default.IReadOnlyListConsentResponse, statusCode: 201);
        });
    }

    private static IResult Request(ConfirmationRequest request, HttpContext http, ConsentRequests requests, UnsubscribeOptions options, TimeProvider time)
    {
        if (!EmailAddress.TryParse(request.Address, out var address)) return BadAddress(request.Address);
        if (!SuppressionFilter.TryScope(false, request.Account, request.Stream, out var scope, out var problem)) return problem;
        if (KnownWays.MissingAccount(http, scope.Account) is { } missing) return missing;
        http.Audited("consent.request", address.ToString(), $"stream {scope.Stream ?? StreamName.Bulk} of account {scope.Account}");
        var token = requests.Write(scope.Account!, scope.Stream ?? StreamName.Bulk, address);
        return Results.Json(new ConfirmationResponse($"{options.PublicUrl}/c/{token}", time.GetUtcNow() + ConsentRequests.Lifetime), ApiJson.Default.ConfirmationResponse, statusCode: 201);
    }

    private static async Task<IResult> ImportAsync(
        HttpContext context, ConsentLedger ledger, ListCheck check, TimeProvider time, CancellationToken stop, [Description("Where the addresses come from.")] string? source = null,
        [Description("The oldest day on which one of them was collected, as 2026-01-31.")] string? collected = null, [Description("How they asked, where the list does not say it; default import.")] string? how = null,
        [Description("Default \"default\".")] string? account = null, [Description("Default \"bulk\".")] string? stream = null)
    {
        if (!ListEndpoints.TryOrigin(source, collected, account, stream ?? StreamName.Bulk.Value, time, out var origin, out var problem)) return problem;
        if (KnownWays.MissingAccount(context, origin.Account) is { } missing) return missing;
        if (how?.Length is 0 or > ConsentRecord.MaxHowLength) return StandfastEndpoints.Problem(400, "bad_how", $"how has 1 to {ConsentRecord.MaxHowLength} characters");
        if (await UploadedList.ReadAsync(context, MaxImportOctets, stop) is not { } list) return StandfastEndpoints.Problem(413, "too_large", $"the list has more than {MaxImportOctets} octets; import it in parts");
        var report = await check.RunAsync(Reader(list), origin, stop);
        if (report.Verdict == ListVerdict.Refuse) return Answer(0, 0, report);
        try
        {
            var at = new DateTimeOffset(origin.Collected!.Value, TimeOnly.MinValue, TimeSpan.Zero);
            var (read, added) = await new ConsentImport(ledger, origin.Account, origin.Stream!, at, how ?? "import", origin.Source).RunAsync(Reader(list), stop);
            context.Audited("consent.import", $"stream {origin.Stream} of account {origin.Account}", $"{added} added from {origin.Source}");
            return Answer(read, added, report);
        }
        catch (IOException)
        {
            return Unavailable;
        }
    }

    private static IResult Rotate(HttpContext http, ITokenKeyStore keys)
    {
        try
        {
            var key = keys.Rotate();
            http.Audited("consent.rotate_key", $"key {key.Id}");
            return Results.Json(new LinkKeyResponse(key.Id, keys.Keys.Count), ApiJson.Default.LinkKeyResponse);
        }
        catch (InvalidOperationException exception)
        {
            return StandfastEndpoints.Problem(409, "no_more_keys", exception.Message);
        }
        catch (IOException)
        {
            return Unavailable;
        }
    }

    private static StreamReader Reader(MemoryStream list)
    {
        list.Position = 0;
        return new StreamReader(list, Encoding.UTF8, leaveOpen: true);
    }

    private static IResult Answer(long read, long added, ListReport report) => Results.Json(new ConsentImportResponse(read, added, ListEndpoints.Describe(report)), ApiJson.Default.ConsentImportResponse);

    private static ConsentResponse Describe(ConsentRecord record) => new(record.Address.Value, record.Account.Value, record.Stream.Value, record.At, record.How, record.SourceAddress, record.Proof);

    private static IResult BadAddress(string text) => StandfastEndpoints.Problem(400, "bad_address", $"\"{text}\" is not an address");

    private static IResult Unavailable => StandfastEndpoints.Problem(503, "store_unavailable", "consent cannot be read or written now; try again");

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
