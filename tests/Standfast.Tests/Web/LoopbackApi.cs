using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Standfast.Cli;
using Standfast.Server.Hosting;

namespace Standfast.Tests.Web;

/// <summary>Some endpoints on loopback, with a data folder that commands find them by.</summary>
internal sealed class LoopbackApi : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory();
    private readonly WebApplication _server;

    private LoopbackApi(WebApplication server) => _server = server;

    public string Url => _server.Urls.First();

    /// <summary>Goes with the server.</summary>
    public string Folder => _data.FullName;

    /// <param name="map">Is given the group of /v1.</param>
    public static async Task<LoopbackApi> StartAsync(Action<IServiceCollection> addServices, Action<RouteGroupBuilder> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        addServices(builder.Services);
        var server = builder.Build();
        map(server.MapGroup("/v1"));
        server.Urls.Add("http://127.0.0.1:0");
        var api = new LoopbackApi(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(api.Folder, "admin.token"), "token", TestContext.Current.CancellationToken);
        return api;
    }

    /// <summary>A command against it.</summary>
    public async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await CliApplication.RunAsync([.. arguments, "--url", Url, "--data", Folder], "/configured", new SpoolFiles(), output, error);
        return (exit, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
