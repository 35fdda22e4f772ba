using Standfast.Delivery.Network;
using Standfast.Events;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>An open connection and where it leads.</summary>
internal sealed record SiteConnection(INetworkConnection Line, SmtpClientConnection Client, string Host, string Address, string Source) : IAsyncDisposable
{
    /// <summary>Null for our own arrangements.</summary>
    public string? Provider { get; init; }

    public int Transactions { get; set; }

    /// <summary>How long the server took for its last answer to content; null before the first.</summary>
    public TimeSpan? LastAnswer { get; set; }

    public AttemptDetail Detail(string phase) => new(0, Host, Address, Client.Tls, phase) { Source = Source, Provider = Provider };

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Line.DisposeAsync();
    }
}
