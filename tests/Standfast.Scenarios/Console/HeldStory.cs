using Microsoft.Playwright;
using Standfast.Scenarios.Attacks;

namespace Standfast.Scenarios.Console;

/// <summary>
/// Of two credentials one was paused by hand, the other is held by the guard since it is unlike itself; both turn out to be sound: their mail is looked at,
/// released and delivered. What somebody held by hand stays.
/// </summary>
public sealed class HeldStory : RoomStory
{
    private const string Subject = "<b>Win</b> a prize", Kept = "kept by the guard";

    /// <summary>The guard acts within some 25 messages (docs/compromise.md).</summary>
    private const int MostMessages = 60;

    public override string Name => "held";

    public override string Path => "/console/held";

    internal override async Task PlayAsync(ConsoleStage stage, IPage page)
    {
        var unlike = await BecomeUnlikeItselfAsync(stage);
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
        // The provider that has blocked us stays paused.
        Assert.DoesNotContain((await stage.Server.RunAsync("pause", "ls")).EnumerateArray(), pause => pause.GetRawText().Contains(user, StringComparison.Ordinal));
        var last = (await stage.Server.RunAsync("audit", "tail")).EnumerateArray().Last();
        Assert.Equal(("resume", $"credential:{user}"), (last.GetProperty("action").GetString(), last.GetProperty("subject").GetString()));
        Assert.StartsWith($"{ConsoleStage.Owner} from ", last.GetProperty("actor").GetString(), StringComparison.Ordinal);
        await ReleaseHeldByTheGuardAsync(stage, page, unlike);
    }

    /// <summary>Its owner has sent receipts for days; now another machine sends something else with its secret, until the guard holds it and one message more.</summary>
    private static async Task<string> BecomeUnlikeItselfAsync(ConsoleStage stage)
    {
        var made = await SendingClient.AddCredentialAsync(stage.Server);
        SenderHistory.Write(stage.Server, made.User, 3, 8, AttackMail.Receipt, number => $"buyer{number}@b.test");
        using var client = await SendingClient.ConnectAsync(stage.Server, "127.66.6.6", made, TestContext.Current.CancellationToken);
        for (var number = 0; number < MostMessages; number++)
            if ((await client.SendAsync($"reader{number}@b.test", AttackMail.Spam(number), TestContext.Current.CancellationToken)).Contains("held: SF-7002", StringComparison.Ordinal))
                break;
        Assert.Contains("held: SF-7002", await client.SendAsync("reader@b.test", (Kept, Kept), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return made.User;
    }

    /// <summary>From Home to the incident, to what it sent, to its release.</summary>
    private static async Task ReleaseHeldByTheGuardAsync(ConsoleStage stage, IPage page, string user)
    {
        await page.GotoAsync("/console");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("2 incidents are open.");
        await page.Locator("section.card").Filter(new() { HasText = user }).GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByText($"The guard stops or slows your mail of account default of credential {user}")).ToBeVisibleAsync();
        await stage.CheckAsync(page, null);
        await ConsoleStage.UntilAsync(async () => (await stage.Server.RunAsync("queue", "ls", "--credential", user)).GetArrayLength() == await CountHeldAsync(stage, user));
        await page.GetByRole(AriaRole.Link, new() { Name = "Its held mail" }).ClickAsync();
        var card = page.GetByRole(AriaRole.Article).Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = $"credential {user}", Exact = true }) });
        await Assertions.Expect(card).ToContainTextAsync("SF-7002");
        await Assertions.Expect(card.GetByText("Exclusive news").First).ToBeVisibleAsync();
        await card.GetByRole(AriaRole.Link, new() { Name = $"Release credential {user}" }).ClickAsync();
        await Assertions.Expect(page.GetByText("counts as normal from now on")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What it looks like" })).ToBeVisibleAsync();
        Assert.DoesNotContain(stage.Delivered, content => content.Contains(Kept, StringComparison.Ordinal));
        await page.GetByLabel("Reason").FillAsync("our letter to readers, from the new machine");
        var held = await CountHeldAsync(stage, user);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Release {held} messages to {held} recipients" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync($"Released: {held} messages of credential {user}.");
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await ConsoleStage.UntilAsync(() => Task.FromResult(stage.Delivered.Any(content => content.Contains(Kept, StringComparison.Ordinal))));
        await page.GotoAsync("/console/incidents");
        await Assertions.Expect(page.GetByText("One incident is open.")).ToBeVisibleAsync();
    }

    /// <summary>The two that were answered so; on a busy machine also what was still queued when the guard acted.</summary>
    private static async Task<int> CountHeldAsync(ConsoleStage stage, string user)
    {
        var held = (await stage.Server.RunAsync("queue", "ls", "--credential", user, "--status", "held")).GetArrayLength();
        Assert.InRange(held, 2, MostMessages + 1);
        return held;
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
