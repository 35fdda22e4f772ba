using System.Globalization;
using Standfast.Scenarios.Attacks;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Recovery;

/// <summary>Strangers send with a shop's password. Their mail is held, the incident names the credential, and no request goes out before the password is another and their mail is gone.</summary>
public sealed class StolenCredential
{
    private const int Networks = 6, PerNetwork = 25;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StolenPassword_IsOneIncidentThatNamesIt_AndIsRemediedOnlyWhenItIsRevoked()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var dns = new KnotServer();
        await dns.StartAsync("");
        await using var server = new ServerProcess($"delivery.relay=127.0.0.1:{sink.Port}", $"dns.servers=127.0.0.1:{dns.Port}", "dns.timeout=1s", "limits.credential=5000 recipients/hour");
        await server.StartAsync();
        var stolen = await SendingClient.AddCredentialAsync(server);
        SenderHistory.Write(server, stolen.User, 15, 3, AttackMail.Receipt, number => $"buyer{number}@example.net");

        await Task.WhenAll(Enumerable.Range(1, Networks).Select(network => AttackAsync(server, stolen, network)));
        Assert.InRange(sink.Accepted.Count(AttackMail.IsSpam), 0, 20);
        var incident = Assert.Single(await server.IncidentsAsync());
        var id = incident.Text("id");
        Assert.Equal(("sender-unlike-itself", $"account=default credential={stolen.User}"), (incident.Text("cause"), incident.Text("scope")));
        Assert.Equal("contained", incident.Text("stage"));

        // Neither a crash nor more of it makes another one.
        await server.KillAsync();
        await server.StartAsync();
        await AttackAsync(server, stolen, Networks + 1);
        Assert.Equal(id, Assert.Single(await server.IncidentsAsync()).Text("id"));

        await server.SignAllAsync(await server.CheckAsync(id, "compromise"));
        await server.RefusesRequestAsync(id, "hosting", "not revoked");
        await server.RunAsync("sender", "delete", stolen.User, "--reason", "theirs");
        await server.CheckAsync(id, "compromise");
        await server.RefusesRequestAsync(id, "hosting", "not revoked");
        await server.RunAsync("credential", "revoke", stolen.User);
        await server.RequestAsync(id, "hosting", "compromise");

        Assert.Single(await server.IncidentsAsync());
        Assert.Equal(0, await server.SuppressedAsync());
        await server.MarkAsync(id, "reinstated", "they wrote: the block is lifted");
        await server.MarkAsync(id, "ramping", "nothing of others was paused");
        await server.MarkAsync(id, "closed", "a day without complaints");
        Assert.Empty(await server.IncidentsAsync());
    }

    private static async Task AttackAsync(ServerProcess server, (string User, string Secret) stolen, int network)
    {
        using var client = await SendingClient.ConnectAsync(server, string.Create(CultureInfo.InvariantCulture, $"127.1.{network}.9"), stolen, Stop);
        for (var number = 0; number < PerNetwork; number++) await client.SendAsync($"victim{network}-{number}@example{number % 50}.com", AttackMail.Spam(number), Stop);
    }
}
