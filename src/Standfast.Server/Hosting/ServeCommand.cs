using System.Data.Common;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Standfast.Delivery;
using Standfast.Reception;
using Standfast.Reception.Exchange;
using Standfast.Reception.Submission;
using Standfast.Server.Composition;
using Standfast.Server.Configuration;
using Standfast.Server.Machine;
using Standfast.Smtp.Server;
using Standfast.Storage.Spool;
using Standfast.Web;
using Standfast.Web.Console;

namespace Standfast.Server.Hosting;

/// <summary><c>standfast serve</c>: opens what is stored, listens, and runs until told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>Open transactions, in and out, get this long when the server stops; with the closing of the stores it is gone within 25 s.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(20);

    private static readonly string[] s_listeners = ["smtp.listen", "submission.listen", "submissions.listen", "http.listen"];

    private const string Help = """
        Description:
          Run the server. Without a configuration it listens on unprivileged ports of 127.0.0.1, keeps everything in ./data, and says how to send a first message

        Usage:
          standfast serve [options]

        Options:
          --data <DIR>               Where everything is kept; default ./data (server.data)
          --config <FILE>            The configuration, in TOML; default standfast.toml in the data folder, which may be absent
          --set <section.key=value>  A setting over the configuration's and the environment's (STANDFAST__SECTION__KEY); may be given several times
          -?, -h, --help             Show help and usage information

        docs/settings.md has every setting. Exit codes: 0 stopped, 69 cannot start, 78 mistakes in the configuration, each on a line; under systemd 70 and 74 where only a new start helps.

        """;

    private const int ExitUnavailable = 69;
    private const int ExitConfiguration = 78;

    /// <summary>The options of "serve", which may also stand before it; null where the command line means another command.</summary>
    public static IReadOnlyList<string>? OptionsOf(IReadOnlyList<string> arguments)
    {
        var verb = 0;
        while (verb + 2 < arguments.Count && arguments[verb] is "--config" or "--data" or "--set") verb += 2;
        return verb < arguments.Count && arguments[verb] == "serve" ? [.. arguments.Take(verb), .. arguments.Skip(verb + 1)] : null;
    }

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            await Console.Out.WriteAsync(Help);
            return 0;
        }

        var (settings, mistakes) = Settings.Load(arguments, Environment.GetEnvironmentVariables());
        if (mistakes.Count > 0) return await RefuseAsync(mistakes);
        if (OpenFiles.FindLimit() is { } files and < ConnectionShares.LeastFiles)
            return await RefuseAsync([$"standfast cannot start: the process may open {files} files, and needs {ConnectionShares.LeastFiles}, better 65536: set LimitNOFILE=65536 in the unit, or ulimit -n 65536 before it"], ExitUnavailable);
        if (ListenerProbe.Find(s_listeners.SelectMany(key => settings.Endpoints(key).Select(where => (key, where)))) is { Count: > 0 } taken) return await RefuseAsync(taken, ExitUnavailable);
        try
        {
            (var delivery, mistakes) = DeliverySettings.Read(settings);
            return mistakes.Count > 0 ? await RefuseAsync(mistakes) : await RunAsync(settings, delivery);
        }
        catch (DbException exception)
        {
            await Console.Error.WriteLineAsync($"standfast cannot start: a database in {settings.Data} cannot be opened: {exception.Message} If the disk is full, free some of it: accepted mail is kept");
            return ExitUnavailable;
        }
        catch (NewerFormatException exception)
        {
            return await RefuseAsync([$"standfast cannot start: {exception.Message}"]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or System.Security.Cryptography.CryptographicException)
        {
            await Console.Error.WriteLineAsync($"standfast cannot start: {exception.Message}");
            return ExitUnavailable;
        }
    }

    private static async Task<int> RefuseAsync(IReadOnlyList<string> mistakes, int exit = ExitConfiguration)
    {
        foreach (var mistake in mistakes) await Console.Error.WriteLineAsync(mistake);
        return exit;
    }

    private static async Task<int> RunAsync(Settings settings, DeliveryOptions options)
    {
        var token = FirstStart.EnsureToken(settings.Data);
        var certificate = FirstStart.EnsureCertificate(settings.Data, settings.Hostname.Value, settings["tls.certificate"], settings["tls.key"], TimeProvider.System);
        using var shown = certificate.TargetCertificate;
        // Settings come from our own sources only, and no file of the working folder is read or watched.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"], ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders().AddJsonConsole(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = s_grace);
        // Disposed last: what is logged while the stores close is still written.
        using var loggers = LoggerFactory.Create(logging => logging.AddJsonConsole(options => options.UseUtcTimestamp = true));
        using var reserve = new StartReserve(settings.Data);
        var shares = ConnectionShares.Of(OpenFiles.FindLimit(), settings.Number("limits.connections"), options.Connections);
        await using var stores = await Engine.OpenAsync(settings, options with { Connections = shares.Out }, loggers);
        reserve.Keep();
        if (stores.Mistakes.Count > 0) return await RefuseAsync(stores.Mistakes);
        stores.Register(builder.Services, token);
        builder.Services.AddStandfastApi();
        using var connections = new SmtpConnections(TlsFor(certificate), shares.In, TimeProvider.System, loggers.CreateLogger("smtp"));
        var listeners = Listeners(settings, stores.Reception);
        IReadOnlyCollection<IPEndPoint> all = [.. listeners.SelectMany(listener => listener.Endpoints), .. settings.Endpoints("http.listen")];
        // Without queues of its own in between, what a socket brings is worked with one step sooner (docs/performance.md).
        builder.WebHost.UseSockets(sockets => (sockets.IOQueueCount, sockets.CreateBoundListenSocket) = (0, endpoint => ListenSocket.Bind(endpoint, all)));
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, listeners, settings, connections, new HttpConnections(shares.Http)));
        await using var app = builder.Build();
        app.MapStandfast();
        app.MapConsole();
        await app.StartAsync();
        if (settings.Endpoints("http.listen") is [var http, ..]) File.WriteAllText(Path.Combine(settings.Data, "http.endpoint"), $"http://{Reachable(http)}\n");
        Console.Write(WelcomeScreen.Render(settings.Hostname.Value, Describe(settings), settings.Data, stores.FirstCredential?.UserName, stores.FirstSecret));
        var logger = loggers.CreateLogger("server");
        if (shares.In < settings.Number("limits.connections") || shares.Out < options.Connections) Log.FewFiles(logger, shares.In, shares.Out);
        Log.Ready(logger, settings.Hostname.Value, string.Join(", ", Describe(settings).Select(listener => listener.Where)));
        var systemd = new SystemdNotification(logger);
        systemd.Tell("READY=1");
        using var stopping = new CancellationTokenSource();
        var delivery = settings["delivery.paused"] == "true" ? Task.CompletedTask : stores.Delivery.RunAsync(stopping.Token);
        _ = delivery.ContinueWith(ended => Log.DeliveryFault(logger, ended.Exception!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        using var supervision = new Supervision(stores.Spool, delivery, systemd.IsHeard, app.Lifetime.StopApplication, TimeProvider.System, logger);
        using var limit = new CancellationTokenSource();
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            systemd.Tell("STOPPING=1");
            Log.Stopping(logger);
            limit.CancelAfter(s_grace);
            connections.Stop();
            _ = stopping.CancelAsync();
        });
        await app.WaitForShutdownAsync();
        await delivery.WaitAsync(limit.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        return supervision.ExitCode;
    }

    /// <summary>An address of this machine by which commands reach a listener on all addresses.</summary>
    private static IPEndPoint Reachable(IPEndPoint listener) =>
        listener.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, listener.Port)
        : listener.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, listener.Port)
        : listener;

    private static SmtpListener[] Listeners(Settings settings, ReceptionServices reception)
    {
        var (exchange, submission) = (OptionsFor(settings, isSubmission: false), OptionsFor(settings, isSubmission: true));
        return
        [
            new SmtpListener("smtp.listen", settings.Endpoints("smtp.listen"), new ExchangeHandlerFactory(reception), exchange, ImplicitTls: false),
            new SmtpListener("submission.listen", settings.Endpoints("submission.listen"), new SubmissionHandlerFactory(reception), submission, ImplicitTls: false),
            new SmtpListener("submissions.listen", settings.Endpoints("submissions.listen"), new SubmissionHandlerFactory(reception), submission, ImplicitTls: true),
        ];
    }

    /// <summary>What only a sender we know may ask is offered at submission.</summary>
    private static SmtpServerOptions OptionsFor(Settings settings, bool isSubmission) => new()
    {
        Hostname = settings.Hostname.Value,
        MaxMessageOctets = settings.Number("limits.message_size_octets"),
        MaxRecipients = (int)settings.Number("limits.recipients"),
        TakesDsn = true,
        OffersDsn = isSubmission,
        OffersPriority = isSubmission,
        MaxHold = isSubmission ? settings.Duration("limits.hold") : TimeSpan.Zero,
    };

    private static void Listen(KestrelServerOptions kestrel, SmtpListener[] listeners, Settings settings, SmtpConnections connections, HttpConnections browsers)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        foreach (var listener in listeners)
            foreach (var endpoint in listener.Endpoints)
                kestrel.Listen(endpoint, listen => listen.Run(connection => connections.RunAsync(listener, connection)));
        foreach (var endpoint in settings.Endpoints("http.listen")) kestrel.Listen(endpoint, listen => listen.Use(browsers.Limit));
    }

    private static List<(string What, string Where)> Describe(Settings settings) =>
    [
        ("Submission (STARTTLS)", settings["submission.listen"]), ("Submission (implicit TLS)", settings["submissions.listen"]),
        ("Inbound mail (MX)", settings["smtp.listen"]), ("Web console, HTTP API, metrics", settings["http.listen"]),
    ];

    /// <summary>For STARTTLS and implicit TLS alike.</summary>
    internal static SslServerAuthenticationOptions TlsFor(SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    };
}
