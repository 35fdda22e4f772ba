using Microsoft.Playwright;

namespace Standfast.Scenarios.Console;

/// <summary>A credential was paused, and turns out to be sound: its mail is looked at and released; what somebody held by hand stays.</summary>
public sealed class HeldStory : RoomStory
{
    private const string Subject = "<b>Win</b> a prize";

    public override string Name => "held";

    public override string Path => "/console/held";

    internal override async Task PlayAsync(ConsoleStage stage, IPage page)
    {
        // Mail to who has blocked us waits.
        var made = await stage.Server.RunAsync("credential", "add");
        var (user, secret) = (made.GetProperty("user_name").GetString()!, made.GetProperty("secret").GetString()!);
        await SendAsync(stage, user, secret, "one@a.test");
        await SendAsync(stage, user, secret, "two@a.test");
        var waiting = await stage.Server.RunAsync("queue", "ls", "--credential", user);
        Assert.Equal(2, waiting.GetArrayLength());
        await stage.Server.RunAsync("queue", "hold", "--id", waiting[1].GetProperty("id").GetString()!, "--reason", "looks odd");
        await stage.Server.RunAsync("pause", "--credential", user, "--reason", "the key was seen elsewhere");

        await page.GotoAsync(Path);
        await Assertions.Expect(page.GetByText("the key was seen elsewhere").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(Subject).First).ToBeVisibleAsync();
        await stage.CheckAsync(page, "held-all");
        await page.GetByRole(AriaRole.Link, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(page.GetByText("1 message to 1 recipient.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Buy it <now>")).ToBeVisibleAsync();
        await stage.CheckAsync(page, "held-release");
        await page.GetByLabel("Reason").FillAsync("it was our own test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume 1 message to 1 recipient" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1 recipient released");
        await Assertions.Expect(page.GetByText("looks odd")).ToBeVisibleAsync();
        Assert.Equal(1, (await stage.Server.RunAsync("queue", "ls", "--credential", user, "--status", "held")).GetArrayLength());
        Assert.Equal(0, (await stage.Server.RunAsync("pause", "ls")).GetArrayLength());
        var last = (await stage.Server.RunAsync("audit", "tail")).EnumerateArray().Last();
        Assert.Equal(("resume", $"credential:{user}"), (last.GetProperty("action").GetString(), last.GetProperty("subject").GetString()));
        Assert.StartsWith($"{ConsoleStage.Owner} from ", last.GetProperty("actor").GetString(), StringComparison.Ordinal);
    }

    private static async Task SendAsync(ConsoleStage stage, string user, string secret, string recipient)
    {
        using var client = new MailKit.Net.Smtp.SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", stage.Server.Submissions, MailKit.Security.SecureSocketOptions.SslOnConnect, TestContext.Current.CancellationToken);
        await client.AuthenticateAsync(user, secret, TestContext.Current.CancellationToken);
        using var message = new MimeKit.MimeMessage { Subject = Subject, Body = new MimeKit.TextPart("plain") { Text = "Buy it <now>" } };
        message.From.Add(new MimeKit.MailboxAddress("Shop", "shop@mail.example.org"));
        message.To.Add(MimeKit.MailboxAddress.Parse(recipient));
        await client.SendAsync(message, TestContext.Current.CancellationToken);
        await client.DisconnectAsync(true, TestContext.Current.CancellationToken);
    }
}
