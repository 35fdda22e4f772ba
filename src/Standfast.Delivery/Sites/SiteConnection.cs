using Standfast.Delivery.Network;
using Standfast.Events;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>An open connection and where it leads.</summary>
internal sealed record SiteConnection(INetworkConnection Line, SmtpClientConnection Client, string Host, string Address) : IAsyncDisposable
{
    public int Transactions { get; set; }

    public AttemptDetail Detail(string phase) => new(0, Host, Address, Client.Tls, phase);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Line.DisposeAsync();
    }
}
