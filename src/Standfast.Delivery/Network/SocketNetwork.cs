using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Standfast.Delivery.Network;

/// <summary>The real network.</summary>
public sealed class SocketNetwork : INetwork
{
    public async Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken)
    {
        var isUnix = remote is UnixDomainSocketEndPoint;
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!isUnix) socket.NoDelay = true;
            if (source is not null) Bind(socket, source);
            await socket.ConnectAsync(remote, cancellationToken);
            return new Connection(socket);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException(exception.Message, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Bind(Socket socket, IPAddress source)
    {
        try
        {
            socket.Bind(new IPEndPoint(source, 0));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new SourceUnavailableException(source, exception);
        }
    }

    private sealed class Connection : INetworkConnection
    {
        private readonly NetworkStream _stream;

        public Connection(Socket socket)
        {
            _stream = new NetworkStream(socket, ownsSocket: true);
            Input = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
            Output = PipeWriter.Create(_stream, new StreamPipeWriterOptions(minimumBufferSize: 16 * 1024, leaveOpen: true));
        }

        public PipeReader Input { get; }

        public PipeWriter Output { get; }

        public async ValueTask DisposeAsync()
        {
            await Input.CompleteAsync();
            // What was not flushed is dropped: its sender has given it up.
            await Output.CompleteAsync(new IOException("the connection is closed"));

            await _stream.DisposeAsync();
        }
    }
}
