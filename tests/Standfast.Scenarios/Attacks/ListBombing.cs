using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Attacks;

/// <summary>Robots sign five victims up at the forms of eight customers, again and again.</summary>
public sealed class ListBombing
{
    private const int Forms = 8, Victims = 5, Rounds = 25;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Victims_GetThreeConfirmationsAnHour_FromAllFormsTogether()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        var forms = new List<(string User, string Secret)>();
        for (var form = 0; form < Forms; form++) forms.Add(await SendingClient.AddCredentialAsync(server));

        var replies = (await Task.WhenAll(forms.Select((credential, form) => FloodAsync(server, credential, form)))).SelectMany(one => one).ToList();
        using (var honest = await SendingClient.ConnectAsync(server, "127.0.0.1", await SendingClient.AddCredentialAsync(server), Stop))
        {
            Assert.DoesNotContain("SF-", await honest.SendAsync("victim0@example.net", AttackMail.Receipt(1), Stop), StringComparison.Ordinal);
            Assert.DoesNotContain("SF-", await honest.SendAsync("somebody@example.net", Confirmation(0), Stop), StringComparison.Ordinal);
        }

        await AttackMail.WaitAsync(() => sink.Accepted.Any(content => content.Contains("Your order 1", StringComparison.Ordinal)) && sink.Accepted.Any(content => content.Contains("somebody@example.net", StringComparison.Ordinal)), Stop);
        var left = sink.Accepted.Count(content => content.Contains("To: victim", StringComparison.Ordinal) && content.Contains("onfirm", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{left} of {replies.Count} confirmations left for {Victims} victims");
        Assert.Equal(Forms * Victims * Rounds, replies.Count);
        // What was taken may still be held while it waits: on a slow machine nothing of it leaves.
        Assert.InRange(replies.Count(reply => !reply.Contains("SF-", StringComparison.Ordinal) && reply[0] is not ('4' or '5')), 1, Victims * 3);
        Assert.InRange(left, 0, Victims * 3);
        Assert.Contains(replies, reply => reply.Contains("held: SF-7007", StringComparison.Ordinal));
        Assert.Contains(replies, reply => reply.Contains("held: SF-7008", StringComparison.Ordinal));
    }

    private static async Task<List<string>> FloodAsync(ServerProcess server, (string User, string Secret) credential, int form)
    {
        var replies = new List<string>();
        using var client = await SendingClient.ConnectAsync(server, "127.0.0.1", credential, Stop);
        for (var round = 0; round < Rounds; round++)
            for (var victim = 0; victim < Victims; victim++)
                replies.Add(await client.SendAsync($"victim{victim}@example.net", Confirmation(form), Stop));
        return replies;
    }

    private static (string Subject, string Text) Confirmation(int form) => (form % 4) switch
    {
        0 => ("Please confirm your subscription", "Hello, please open the link to confirm that you want our letter: https://mail.example.org/c"),
        1 => ("Almost done", "Thanks for signing up at the cycling club. Verify your email and you are in: https://mail.example.org/v"),
        2 => ("Nur noch ein Klick", "Vielen Dank für Ihre Anmeldung beim Gartenbrief. Hier geht es weiter: https://mail.example.org/k"),
        _ => ("Votre compte", "Bonjour, confirmez votre inscription par ce lien: https://mail.example.org/i"),
    };
}
