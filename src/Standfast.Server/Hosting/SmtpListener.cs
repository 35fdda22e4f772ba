using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Standfast.Smtp.Server;

namespace Standfast.Server.Hosting;

/// <summary>One kind of SMTP listener: which handlers its sessions get, and whether TLS comes first.</summary>
internal sealed record SmtpListener(string Key, IReadOnlyList<IPEndPoint> Endpoints, ISessionHandlerFactory Handlers, SmtpServerOptions Options, bool ImplicitTls);

/// <summary>Runs SMTP sessions on Kestrel's connections, and ends them when the server stops.</summary>
internal sealed class SmtpConnections(SslServerAuthenticationOptions tls, long maxConnections, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _open;
    private long _sessions;

    public async Task RunAsync(SmtpListener listener, ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > maxConnections)
            {
                await connection.Transport.Output.WriteAsync("421 4.3.2 Too many connections, try again later\r\n"u8.ToArray(), connection.ConnectionClosed);
                return;
            }

            var context = new SessionContext { Id = $"{Interlocked.Increment(ref _sessions):x}", Remote = connection.RemoteEndPoint, Local = connection.LocalEndPoint };
            var session = new SmtpServerSession(connection.Transport, listener.Handlers, listener.Options, context, tls, time, exception => Log.SessionFault(logger, context.Id, exception));
            await session.RunAsync(listener.ImplicitTls, _stopping.Token, connection.ConnectionClosed);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Idle sessions are told 421 at once; open transactions finish.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
