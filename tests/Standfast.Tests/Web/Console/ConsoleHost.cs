using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts.Audit;
using Standfast.Accounts.Logins;
using Standfast.Accounts.Passwords;
using Standfast.Accounts.Users;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;
using Standfast.Web;
using Standfast.Web.Console;

namespace Standfast.Tests.Web.Console;

/// <summary>The console on loopback with real users, logins and audit log. What a room needs besides is given; what is not, throws when used.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    public const string AdminToken = "the-admin-token";

    public const string Password = "quiet harbour lantern 7";

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _server;
    private readonly UserLogins _logins;
    private readonly SqliteAuditLog _audit;

    private ConsoleHost(Action<IServiceCollection>? addServices, Action<WebApplication>? map)
    {
        Users = SqliteUserStore.Open(_folder.File("users.db"), Time);
        _audit = SqliteAuditLog.Open(Directory.CreateDirectory(_folder.File("audit")).FullName, Time);
        _logins = new UserLogins(Users, new LoginThrottle(new LoginThrottleOptions(), new NoLoginMemory(), Time), Time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddStandfastApi();
        RegisterUnused(builder.Services);
        builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton(new AdminToken(AdminToken)).AddSingleton(new ServerFacts("mail.example.org", "0.1.0", Time.GetUtcNow()))
            .AddSingleton<IUserStore>(Users).AddSingleton(_logins).AddSingleton(new UserSessions(Users, Time)).AddSingleton(new PasswordRules(null)).AddSingleton<IAuditLog>(_audit);
        addServices?.Invoke(builder.Services);
        _server = builder.Build();
        _server.MapStandfast();
        _server.MapConsole();
        map?.Invoke(_server);
        _server.Urls.Add("http://127.0.0.1:0");
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public SqliteUserStore Users { get; }

    public string Url => _server.Urls.First();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="map">Routes of a test; below /console they are behind the gate.</param>
    public static async Task<ConsoleHost> StartAsync(Action<IServiceCollection>? addServices = null, Action<WebApplication>? map = null)
    {
        var host = new ConsoleHost(addServices, map);
        await host._server.StartAsync(Stop);
        return host;
    }

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync() => await _audit.TailAsync(100, Stop);

    public Task<ConsoleUser> AddUserAsync(string name, UserRole role) => Users.AddAsync(name, role, Argon2Hash.Create(Password), Stop);

    /// <summary>A browser that nobody has logged in with.</summary>
    public ConsoleBrowser Open() => new(Url);

    /// <summary>A browser with a login of a new user.</summary>
    public async Task<ConsoleBrowser> LogInAsync(UserRole role, string name = "ann")
    {
        await AddUserAsync(name, role);
        var browser = Open();
        var answer = await browser.PostAsync("/console/login", ("name", name), ("password", Password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _logins.Dispose();
        Users.Dispose();
        _audit.Dispose();
        _folder.Dispose();
    }

    /// <summary>Routes of rooms that a test does not open take services that need not work.</summary>
    private static void RegisterUnused(IServiceCollection services)
    {
        var web = typeof(StandfastEndpoints).Assembly;
        var types = web.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Standfast.", StringComparison.Ordinal)).Select(System.Reflection.Assembly.Load).SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => !type.IsGenericTypeDefinition && (type.IsInterface || (type.IsClass && !type.IsAbstract)));
        foreach (var type in (Type[])[.. types, .. web.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false })])
            services.AddSingleton(type, static _ => throw new UnreachableException("a test of this room gives this service"));
    }

    private sealed class NoLoginMemory : ILoginMemory
    {
        public IReadOnlyList<(string User, string Network)> Load() => [];

        public void Remember(string user, string network, DateTimeOffset at) { }
    }
}
