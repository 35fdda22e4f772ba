using System.ComponentModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Recovery.Doctor;
using Standfast.Recovery.Doctor.Checks;

namespace Standfast.Web;

/// <summary>The security audit.</summary>
internal static class DoctorEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var doctor = api.MapGroup("/doctor").WithTags("Doctor");
        doctor.MapGet("", LookAsync).Answers<DoctorResponse>("runDoctor", "What is wrong with host, network, names, TLS, settings, accounts and the server, and how to mend it; changes nothing", problems: 400);
        doctor.MapPost("/fix", FixAsync).Answers<DoctorResponse>("fixDoctor", "The same, after repairs that take nothing from anybody: modes of files, missing folders", problems: 400);
        doctor.MapGet("/firewall", FirewallAsync).Answers<FirewallResponse>("showFirewall", "Ports that a packet filter for this server should know");
    }

    private static async Task<IResult> LookAsync(IDoctorFacts facts, SecurityAudit audit, HttpContext http, CancellationToken stop, [Description("Comma list of areas, such as identity,tls; all without.")] string? area = null) =>
        TryReadAreas(area, out var areas) ? Results.Json(Describe(await audit.RunAsync(await facts.ReadAsync(stop), areas, stop), http), ApiJson.Default.DoctorResponse) : NoSuchArea(area!);

    private static async Task<IResult> FixAsync(IDoctorFacts facts, SecurityAudit audit, IHostRepairs repairs, HttpContext http, CancellationToken stop, [Description("Comma list of areas, such as host; all without.")] string? area = null)
    {
        if (!TryReadAreas(area, out var areas)) return NoSuchArea(area!);
        var done = new List<RepairResponse>();
        foreach (var result in await audit.RunAsync(await facts.ReadAsync(stop), areas, stop))
            if (result.Repair is { } repair)
                done.Add(new RepairResponse(result.Id, repair.Path, Done(repair.Kind), repairs.Apply(repair)));
        http.Audited("doctor.fix", "host", string.Join(", ", done.Select(one => $"{one.Id} {one.Path}{(one.Failure is null ? "" : " failed")}")));
        return Results.Json(Describe(await audit.RunAsync(await facts.ReadAsync(stop), areas, stop), http) with { Repairs = done }, ApiJson.Default.DoctorResponse);
    }

    private static async Task<IResult> FirewallAsync(IDoctorFacts facts, CancellationToken stop)
    {
        var (mail, services) = ListenerPorts.Of(await facts.ReadAsync(stop));
        return Results.Json(new FirewallResponse(mail, services), ApiJson.Default.FirewallResponse);
    }

    private static DoctorResponse Describe(IReadOnlyList<CheckResult> results, HttpContext http)
    {
        int Count(CheckStatus status) => results.Count(result => result.Status == status);
        var (warnings, failures) = (Count(CheckStatus.Warn), Count(CheckStatus.Fail));
        var help = $"{http.Request.Scheme}://{http.Request.Host}/e/";
        return new DoctorResponse(
            failures > 0 ? "fail" : warnings > 0 ? "warn" : "ok", Count(CheckStatus.Ok), warnings, failures, Count(CheckStatus.Skipped),
            [.. results.Select(result => new CheckResponse(result.Id, Name(result.Area), Name(result.Status), result.Title, OrNull(result.Subject), OrNull(result.Cause), OrNull(result.Fix), result.Repair is not null, help + result.Id))]);
    }

    private static string Done(RepairKind kind) => kind switch
    {
        RepairKind.MakeFolder => "made the folder",
        RepairKind.MakePrivate => "took the rights of others away",
        RepairKind.MakeUnwritable => "took writing away from others",
        _ => throw new UnreachableException(),
    };

    private static string? OrNull(string text) => text.Length > 0 ? text : null;

    private static bool TryReadAreas(string? text, out IReadOnlySet<CheckArea> areas)
    {
        var read = new HashSet<CheckArea>();
        areas = read;
        foreach (var name in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Enum.TryParse<CheckArea>(name, ignoreCase: true, out var area) || char.IsAsciiDigit(name[0])) return false;
            read.Add(area);
        }

        return true;
    }

    private static IResult NoSuchArea(string area) => StandfastEndpoints.Problem(400, "no_such_area", $"\"{area}\" is not of {string.Join(", ", Enum.GetValues<CheckArea>().Select(Name))}");

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
