using System.Net;
using Microsoft.Playwright;

namespace Standfast.Scenarios.Console;

/// <summary>The web console in real Chromium: first run, login, and every room in every look.</summary>
public sealed class ConsoleRooms(ConsoleStage stage) : IClassFixture<ConsoleStage>
{
    public static TheoryData<string> Rooms => [.. ConsoleStage.Stories.Select(story => story.Name)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task Room_DoesWhatItIsFor_AndIsAccessibleInEveryLook(string room)
    {
        var story = ConsoleStage.Stories.Single(one => one.Name == room);
        var page = await stage.OpenAsync();
        await story.PlayAsync(stage, page);
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation).Locator("[aria-current=page]")).ToHaveCountAsync(1);
        await stage.CheckAsync(page, story.Name);
        stage.AssertNoComplaints();
        await page.CloseAsync();
    }

    [Fact]
    public async Task Login_TakesNameAndPasswordAndCode_AndRefusesWhatIsWrong()
    {
        var page = await stage.OpenAsStrangerAsync();
        await page.GotoAsync("/console?from=mail");
        await stage.CheckAsync(page, "login");
        await LogInAsync(page, "not the password", stage.CodeOf(1));
        await Assertions.Expect(page.GetByText("Name, password or code is wrong.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync(ConsoleStage.Owner);
        await stage.CheckAsync(page, null);
        await LogInAsync(page, ConsoleStage.Password, "");
        await Assertions.Expect(page.GetByText("The password is right.")).ToBeVisibleAsync();
        await stage.CheckAsync(page, null);
        await LogInAsync(page, ConsoleStage.Password, "000000");
        await Assertions.Expect(page.GetByText("Name, password or code is wrong.")).ToBeVisibleAsync();
        await stage.CheckAsync(page, null);
        // The code of set-up is used up.
        await LogInAsync(page, ConsoleStage.Password, stage.CodeOf(1));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Are we safe?" })).ToBeVisibleAsync();
        Assert.EndsWith("/console?from=mail", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Log in" })).ToBeVisibleAsync();
        stage.AssertNoComplaints();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Form_OfAnotherSite_ChangesNothing()
    {
        // localhost is another site than 127.0.0.1.
        using var listener = new HttpListener();
        var port = FreePorts.Next();
        listener.Prefixes.Add($"http://localhost:{port}/");
        listener.Start();
        var serving = ServeAsync(listener, $"<!doctype html><title>x</title><form method=post action=\"{stage.Url}/console/logout\"><input name=form_token value=x><button>Win</button></form>");
        var page = await stage.OpenAsync();
        await page.GotoAsync($"http://localhost:{port}/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Win" }).ClickAsync();
        await Assertions.Expect(page.GetByText("sent by another site")).ToBeVisibleAsync();
        await serving;
        await page.GotoAsync("/console");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Are we safe?" })).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    private static async Task LogInAsync(IPage page, string password, string code)
    {
        await page.GetByLabel("Name").FillAsync(ConsoleStage.Owner);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByLabel("Code of your").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
    }

    private static async Task ServeAsync(HttpListener listener, string html)
    {
        var context = await listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(20), Stop);
        context.Response.ContentType = "text/html";
        await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(html), Stop);
        context.Response.Close();
    }
}
