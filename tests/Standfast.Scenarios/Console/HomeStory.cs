using Microsoft.Playwright;

namespace Standfast.Scenarios.Console;

/// <summary>One provider has blocked us, and a limit is near: Home says so, with words and figures.</summary>
public sealed class HomeStory : RoomStory
{
    public override string Name => "home";

    public override string Path => "/console";

    internal override async Task PrepareAsync(ConsoleStage stage)
    {
        var report = System.IO.Path.Combine(stage.Server.Data, "spam.csv");
        await File.WriteAllTextAsync(report, $"Date,Spam rate\n{stage.Today:yyyy-MM-dd},0.06%\n");
        await stage.Server.RunAsync("report", "import", report, "--domain", "mail.example.org");
    }

    internal override async Task PlayAsync(ConsoleStage stage, IPage page)
    {
        await page.GotoAsync(Path);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Are we safe?" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync($"One incident is open. Paused for now: {ConsoleStage.BlockingProvider}.");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = ConsoleStage.BlockingProvider })).ToContainTextAsync("Paused");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = ConsoleStage.WillingProvider })).ToContainTextAsync("Safe");
        await Assertions.Expect(page.GetByText("0.06 % of 0.3 %")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("blocked using zen.spamhaus.org").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("By the rule")).ToBeVisibleAsync();
    }
}
