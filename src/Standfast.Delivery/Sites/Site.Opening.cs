using Standfast.Delivery.Network;
using Standfast.Delivery.Shaping;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>A connection, and what it means where none is to be had.</summary>
internal sealed partial class Site
{
    /// <exception cref="NoRoomException">The message is to wait for another connection, or for its source.</exception>
    private async Task<SiteConnection> OpenAsync(PathLease lease)
    {
        var path = lease.Path;
        try
        {
            var connection = await _context.Connector.OpenAsync(_route, path.Source, _limits.RequiresTls, path.Stands, _stopping);
            if (_context.Shaping.Sources.MarkThere(path.Source)) Log.SourceBack(_context.Logger, path.Source.Name);
            lease.Opened();
            // Where one connection stands others may follow: each new one calls the next.
            Kick();
            Kick();
            return connection with { Provider = _provider };
        }
        catch (SourceUnavailableException exception)
        {
            if (_context.Shaping.Sources.MarkGone(path.Source)) Log.SourceGone(_context.Logger, path.Source.Name, exception.Message);
            throw new NoRoomException();
        }
        catch (HostsRestException exception)
        {
            // Nothing was tried, so there is nothing to tell the message: it waits with the others for the next try.
            path.Rest(ReplyOf(new PeerException("connect", exception.Message, exception)), exception.Left);
            throw new NoRoomException();
        }
        catch (PeerException exception) when (exception.Reply is { } reply)
        {
            var refusal = ReadRefusal(null, path, reply, exception.Phase);
            _paths.Learn(path, reply, refusal.Reaction, refusal.Verdict, isTransaction: false);
            if (path.Refused(ReplyOf(exception))) throw new NoRoomException();
            throw;
        }
        catch (PeerException exception)
        {
            path.Failed(ReplyOf(exception));
            throw;
        }
    }
}
