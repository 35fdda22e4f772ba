using Microsoft.Playwright;

namespace Standfast.Scenarios.Console;

/// <summary>Where is my mail to that person, and why?</summary>
public sealed class MessagesStory : RoomStory
{
    public override string Name => "message";

    public override string Path => "/console/messages";

    internal override async Task PlayAsync(ConsoleStage stage, IPage page)
    {
        await page.GotoAsync(Path);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The newest" })).ToBeVisibleAsync();
        await stage.CheckAsync(page, "messages");
        await page.GotoAsync("/console/messages?q=you&from=2026-01-02T10:00&to=2026-01-01T10:00");
        await Assertions.Expect(page.GetByText("The first time is after the last.")).ToBeVisibleAsync();
        await stage.CheckAsync(page, null);
        await page.GotoAsync(Path);
        await page.GetByLabel("Address or id").FillAsync("you0@a.test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "you0@a.test" }).GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where it stands, and why" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "deferred" }).Or(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "bounced" })).First).ToContainTextAsync("blocked using zen.spamhaus.org");
    }
}
