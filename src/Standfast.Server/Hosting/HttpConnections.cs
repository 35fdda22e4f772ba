using Microsoft.AspNetCore.Connections;

namespace Standfast.Server.Hosting;

/// <summary>Closes connections of the HTTP side beyond a number: whoever opens thousands must not take what mail needs.</summary>
internal sealed class HttpConnections(int most)
{
    private int _open;

    public ConnectionDelegate Limit(ConnectionDelegate next) => async connection =>
    {
        try
        {
            if (Interlocked.Increment(ref _open) > most) connection.Abort(new ConnectionAbortedException("too many connections"));
            else await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };
}
