using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.Playwright;
using OtpNet;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Console;

/// <summary>
/// A server with mail to two providers, one of which has blocked it, and Chromium in which its first owner has set it up and is logged in. Once for all tests
/// of the console.
/// </summary>
public sealed class ConsoleStage : IAsyncLifetime
{
    public const string BlockingProvider = "mx.a.test", WillingProvider = "mx.b.test", Owner = "ann", Password = "quiet harbour lantern 7";

    private const string Refusal = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1";

    private static readonly (string Look, int Width, ColorScheme Scheme)[] s_looks = [("light", 1024, ColorScheme.Light), ("dark", 1024, ColorScheme.Dark), ("phone", 390, ColorScheme.Light)];

    private readonly KnotServer _dns = new();
    private readonly List<ScriptedSink> _sinks = [];
    private readonly ConcurrentQueue<string> _complaints = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ServerProcess? _server;
    private IBrowserContext? _context;

    public static IReadOnlyList<RoomStory> Stories { get; } =
        [.. typeof(RoomStory).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RoomStory))).Select(type => (RoomStory)Activator.CreateInstance(type)!).OrderBy(story => story.Path, StringComparer.Ordinal)];

    /// <summary>Secret of the owner's authenticator app, as the page of set-up showed it.</summary>
    public string Secret { get; private set; } = "";

    internal ServerProcess Server => _server!;

    /// <summary>What the willing provider has taken.</summary>
    internal IReadOnlyCollection<string> Delivered => _sinks[1].Accepted;

    internal DateTimeOffset Today { get; } = TimeProvider.System.GetUtcNow();

    internal string Url => $"http://127.0.0.1:{Server.Http}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var port = FreePorts.Next();
        _sinks.Add(new ScriptedSink(command => Task.FromResult<string?>(command.StartsWith("MAIL", StringComparison.Ordinal) ? Refusal : ScriptedSink.Willing(command)), new IPEndPoint(IPAddress.Parse("127.0.0.2"), port)));
        _sinks.Add(new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)), new IPEndPoint(IPAddress.Parse("127.0.0.3"), port)));
        await _dns.StartAsync("a MX 10 mx.a\nmx.a A 127.0.0.2\nb MX 10 mx.b\nmx.b A 127.0.0.3", ("t-online.de", $"rx MX 10 {WillingProvider}."));
        _server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"dns.servers=127.0.0.1:{_dns.Port}", $"delivery.port={port}", "delivery.families=ipv4", "delivery.retry=1s", "reputation.pause=1h",
            "recovery.organisation=Lamps & Light", "recovery.contact_name=Ann Owner", "recovery.contact_mailbox=postmaster@mail.example.org", "reputation.addresses=203.0.113.7");
        var browser = OpenBrowserAsync();
        await _server.StartAsync();
        for (var count = 0; count < 12; count++) await SubmitAsync($"you{count}@a.test", $"you{count}@b.test");
        await UntilAsync(async () => (await _server.RunAsync("incident", "ls")).GetArrayLength() == 1);
        foreach (var story in Stories) await story.PrepareAsync(this);
        await browser;
        _context = await NewContextAsync();
        await SetUpAsync(await _context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        foreach (var sink in _sinks) sink.Dispose();
        await _dns.DisposeAsync();
    }

    /// <summary>A page with the owner's login.</summary>
    internal Task<IPage> OpenAsync() => _context!.NewPageAsync();

    /// <summary>A browser of somebody who is not logged in.</summary>
    internal async Task<IPage> OpenAsStrangerAsync() => await (await NewContextAsync()).NewPageAsync();

    /// <summary>The app's code; of the next half minute where the one of now is used up.</summary>
    internal string CodeOf(int halfMinutesAhead) => new Totp(Base32Encoding.ToBytes(Secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30 * halfMinutesAhead));

    /// <summary>One message to all of them, from this machine, which needs no password.</summary>
    internal async Task SubmitAsync(params string[] recipients)
    {
        using var client = new MailKit.Net.Smtp.SmtpClient();
        await client.ConnectAsync("127.0.0.1", Server.Submission, MailKit.Security.SecureSocketOptions.None, Stop);
        var message = new MimeKit.MimeMessage { Subject = "Your order", Body = new MimeKit.TextPart("plain") { Text = "It is on its way." } };
        message.From.Add(new MimeKit.MailboxAddress("Shop", "shop@mail.example.org"));
        foreach (var recipient in recipients) message.To.Add(MimeKit.MailboxAddress.Parse(recipient));
        await client.SendAsync(message, Stop);
        await client.DisconnectAsync(true, Stop);
    }

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
    }

    /// <summary>Nothing was written to the browser's console: no error, no breach of the policy.</summary>
    internal void AssertNoComplaints() => Assert.Empty(_complaints);

    /// <summary>The page as it is, in light, dark and on a phone: axe finds nothing serious, and nothing is wider than the phone. Pictures where they are asked for.</summary>
    /// <param name="name">Of the pictures; null for none, and no phone.</param>
    internal async Task CheckAsync(IPage shown, string? name)
    {
        // The policy lets no script in; the one that looks is let past it.
        await using var context = await _browser!.NewContextAsync(new() { BaseURL = Url, BypassCSP = true, StorageState = await shown.Context.StorageStateAsync() });
        var page = await context.NewPageAsync();
        // What is shown may be the answer to a form, which the address alone does not give.
        var html = await shown.ContentAsync();
        await page.RouteAsync(address => address == shown.Url, route => route.FulfillAsync(new() { Status = 200, ContentType = "text/html; charset=utf-8", Body = html }));
        await page.GotoAsync(shown.Url);
        var folder = Environment.GetEnvironmentVariable("STANDFAST_PICTURES");
        // A page that is the same but for an error is looked at for its colours.
        foreach (var (look, width, scheme) in name is null ? s_looks[..2] : s_looks)
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var found = await AxeCheck.RunAsync(page, look);
            Assert.True(found.Count == 0, $"{shown.Url}: {string.Join('\n', found)}");
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{shown.Url} is wider than {width} pixels");
            if (folder is null || name is null) continue;
            // The top of long pages: what belongs in a document.
            var height = Math.Min(await page.EvaluateAsync<int>("document.documentElement.scrollHeight"), width < 500 ? 1_400 : 800);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{look}.png"), FullPage = true, Clip = new() { Width = width, Height = height } });
        }
    }

    private async Task OpenBrowserAsync()
    {
        var driver = typeof(ConsoleStage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "PlaywrightDriver").Value!;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", driver.TrimEnd('/'));
        Environment.SetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH", "/usr/bin/node");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
    }

    private async Task<IBrowserContext> NewContextAsync()
    {
        var context = await _browser!.NewContextAsync(new() { BaseURL = Url });
        context.SetDefaultTimeout(20_000);
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal)) _complaints.Enqueue($"{message.Page?.Url}: {message.Text}");
        };
        return context;
    }

    /// <summary>As a newcomer does it: the token from the data folder, name and password, and the app.</summary>
    private async Task SetUpAsync(IPage page)
    {
        await page.GotoAsync("/");
        await CheckAsync(page, null);
        await page.GetByLabel("Admin token").FillAsync("not the token");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This is not the admin token")).ToBeVisibleAsync();
        await CheckAsync(page, null);
        await page.GetByLabel("Admin token").FillAsync((await File.ReadAllTextAsync(Path.Combine(Server.Data, "admin.token"), Stop)).Trim());
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await CheckAsync(page, null);
        await page.GetByLabel("Name", new() { Exact = false }).FillAsync(Owner);
        await page.GetByLabel("Password", new() { Exact = false }).FillAsync("short");
        await page.GetByLabel("The same again").FillAsync("other");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This is not the same password.")).ToBeVisibleAsync();
        await CheckAsync(page, null);
        await page.GetByLabel("Password", new() { Exact = false }).FillAsync(Password);
        await page.GetByLabel("The same again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await CheckAsync(page, "setup-app");
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code of the secret below" })).ToBeVisibleAsync();
        Secret = (await page.Locator("#secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await FinishAsync(page, "000000");
        await Assertions.Expect(page.GetByText("This is not the app's code of now.")).ToBeVisibleAsync();
        await CheckAsync(page, null);
        await FinishAsync(page, CodeOf(0));
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("has an owner now");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Are we safe?" })).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    private static async Task FinishAsync(IPage page, string code)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Code" }).FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Finish" }).ClickAsync();
    }
}
