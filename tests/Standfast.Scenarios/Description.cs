using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Web;

namespace Standfast.Scenarios;

/// <summary>A client author asks the running server what its API is, and is told of every route.</summary>
public sealed class Description(Description.Fixture fixture) : IClassFixture<Description.Fixture>
{
    [Fact]
    public async Task OpenApi_DescribesEveryRoute_WithoutAToken()
    {
        var server = fixture.Server;
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Http}") };
        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);

        var described = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value))).ToDictionary();
        Assert.Equal(MappedRoutes().Order(StringComparer.Ordinal), described.Keys.Order(StringComparer.Ordinal));
        foreach (var (route, operation) in described)
        {
            Assert.True(operation.TryGetProperty("summary", out var summary) && summary.GetString()!.Length > 0, $"{route} has no summary");
            Assert.True(operation.TryGetProperty("operationId", out _), $"{route} has no operation id");
            var responses = operation.GetProperty("responses");
            foreach (var response in responses.EnumerateObject().Where(response => response.Name != "204"))
                Assert.True(response.Value.TryGetProperty("content", out _), $"{route}: response {response.Name} has no type");
            if (!route.Contains(" /v1/", StringComparison.Ordinal)) continue;
            Assert.True(responses.GetProperty("401").GetProperty("content").TryGetProperty("application/problem+json", out _), $"{route} does not say what happens without a token");
            Assert.Equal("adminToken", operation.GetProperty("security")[0].EnumerateObject().Single().Name);
        }

        // Names are those that are on the wire.
        var members = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("StatusResponse");
        var (_, status) = await AskAsync(server, "GET", "/v1/status", null, await fixture.TokenAsync());
        Assert.Equal(status.EnumerateObject().Select(member => member.Name), members.GetProperty("properties").EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("GET", "/v1/queue?limit=all", null, 400, "bad_request")]
    [InlineData("GET", "/v1/nothing", null, 404, "no_such_route")]
    [InlineData("PUT", "/v1/queue", null, 405, "no_such_route")]
    [InlineData("POST", "/v1/accounts", "{", 400, "bad_body")]
    [InlineData("POST", "/v1/accounts", "{}", 400, "bad_body")]
    [InlineData("POST", "/v1/domains", "{\"name\":\"a.example\",\"account\":null}", 400, "bad_body")]
    [InlineData("POST", "/v1/queue/hold", "{\"all\":true}", 400, "reason_needed")]
    public async Task Mistake_IsExplained_WhereTheTokenIsRight(string method, string path, string? body, int status, string code)
    {
        var (found, problem) = await AskAsync(fixture.Server, method, path, body, await fixture.TokenAsync());
        Assert.Equal((status, code), ((int)found, problem.GetProperty("code").GetString()));
        (found, problem) = await AskAsync(fixture.Server, method, path, body, "wrong");
        Assert.Equal((401, "unauthorized"), ((int)found, problem.GetProperty("code").GetString()));
    }

    /// <summary>Whose classes handlers take as they are; of the other projects they take interfaces.</summary>
    private static readonly string[] s_services = ["Standfast.Policy", "Standfast.Accounts", "Standfast.Reputation", "Standfast.Recovery"];

    /// <summary>Maps the routes as the server does, and lists them. No handler runs, so the services they take need not work.</summary>
    private static List<string> MappedRoutes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddStandfastApi();
        builder.Services.AddSingleton(TimeProvider.System);
        var web = typeof(StandfastEndpoints).Assembly;
        var ports = web.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Standfast.", StringComparison.Ordinal)).Select(System.Reflection.Assembly.Load).SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsInterface || (type.IsClass && !type.IsAbstract && Array.Exists(s_services, name => type.Namespace!.StartsWith(name, StringComparison.Ordinal))));
        foreach (var service in (Type[])[.. ports, .. web.GetExportedTypes().Where(type => type.IsClass && !type.IsAbstract)])
            builder.Services.AddSingleton(service, static _ => throw new UnreachableException());
        var app = builder.Build();
        app.MapStandfast();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/openapi/", StringComparison.Ordinal) is false && route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}"))];
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(ServerProcess server, string method, string path, string? body, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Http}") };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(response.IsSuccessStatusCode ? "application/json" : "application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.Clone());
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal ServerProcess Server { get; } = new();

        public async ValueTask InitializeAsync() => await Server.StartAsync();

        public async ValueTask DisposeAsync() => await Server.DisposeAsync();

        internal async Task<string> TokenAsync() => (await File.ReadAllTextAsync(Path.Combine(Server.Data, "admin.token"))).Trim();
    }
}
