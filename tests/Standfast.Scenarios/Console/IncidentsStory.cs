using Microsoft.Playwright;

namespace Standfast.Scenarios.Console;

/// <summary>A block that the server has seen by itself: its cause is named, its steps are checked and settled, the request is completed, mailed and delivered.</summary>
public sealed class IncidentsStory : RoomStory
{
    private const string Telekom = "tobr@rx.t-online.de";

    public override string Name => "incidents";

    public override string Path => "/console/incidents";

    internal override async Task PlayAsync(ConsoleStage stage, IPage page)
    {
        await page.GotoAsync(Path);
        await Assertions.Expect(page.GetByText("One incident is open.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "INC-1" }).ClickAsync();
        await Assertions.Expect(page.GetByText("blocked using zen.spamhaus.org").First).ToBeVisibleAsync();
        await page.GetByText("You know better? Name the cause").ClickAsync();
        await page.GetByLabel("Cause").SelectOptionAsync("compromise");
        await page.GetByLabel("How you know").First.FillAsync("a key was in a public repository");
        await page.GetByRole(AriaRole.Button, new() { Name = "Name it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run all checks now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The checks have run.");
        await stage.CheckAsync(page, "incident");
        await page.GetByLabel("Done, says").First.FillAsync("Ann Owner");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Signed by Ann Owner.");

        // Steps are left: no request, unless for a reason that it tells.
        await page.GetByRole(AriaRole.Link, new() { Name = "The request to them" }).ClickAsync();
        await Assertions.Expect(page.GetByText("asking now would not be true").First).ToBeVisibleAsync();
        await stage.CheckAsync(page, null);
        await page.GetByText("Ask all the same", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Why you ask all the same").FillAsync("this server has no such credential");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pass over" }).ClickAsync();
        await page.GetByLabel("Why it happened").FillAsync("a key of our <web> shop was stolen");
        await page.GetByLabel("What prevents it from now on").FillAsync("keys are bound to the shop's address");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save, and write it anew" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 facts are noted.");
        await Assertions.Expect(page.Locator("pre").First).ToContainTextAsync("a key of our <web> shop was stolen");
        await Assertions.Expect(page.Locator("pre").First).ToContainTextAsync("this server has no such credential");
        await stage.CheckAsync(page, "incident-request");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "PDF" }).ClickAsync());
        Assert.Equal("request-INC-1.pdf", download.SuggestedFilename);

        // Spamhaus is asked by a form; Telekom by mail, and not before everything is said that they want to read.
        await page.GetByLabel("Whom to ask").SelectOptionAsync("t-online");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.GetByText($"It goes by mail to {Telekom}.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Send it to {Telekom}" })).ToBeDisabledAsync();
        await page.GetByLabel("What kind of mail it is").FillAsync("orders of our own shop");
        await page.GetByLabel("How recipients agreed").FillAsync("only who ordered gets mail, about the order");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save, and write it anew" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Send it to {Telekom}" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The request is sent.");
        await Assertions.Expect(page.GetByText("wait for their answer until")).ToBeVisibleAsync();
        Assert.Equal("requested", (await stage.Server.RunAsync("incident", "show", "INC-1")).GetProperty("incident").GetProperty("stage").GetString());

        // It has left by the way that is not blocked.
        await page.GotoAsync($"/console/messages?q={Uri.EscapeDataString(Telekom)}");
        await ConsoleStage.UntilAsync(async () =>
        {
            await page.ReloadAsync();
            return await page.GetByRole(AriaRole.Row).Filter(new() { HasText = Telekom }).Filter(new() { HasText = "delivered" }).CountAsync() == 1;
        });
        await page.GotoAsync(Path);
    }
}
