using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;

namespace Standfast.Smtp.Wire;

/// <summary>A pipe pair through TLS over another pipe pair. Disposing ends TLS, not the pipe below.</summary>
public sealed class TlsPipe : IDuplexPipe, IAsyncDisposable
{
    private readonly SslStream _tls;
    private readonly DuplexPipeStream _below;

    private TlsPipe(SslStream tls, DuplexPipeStream below)
    {
        _tls = tls;
        _below = below;
        Input = PipeReader.Create(tls, new StreamPipeReaderOptions(bufferSize: 16 * 1024, minimumReadSize: 1024, leaveOpen: true));
        Output = PipeWriter.Create(tls, new StreamPipeWriterOptions(leaveOpen: true));
        var protocol = tls.SslProtocol switch { SslProtocols.Tls13 => "TLSv1.3", SslProtocols.Tls12 => "TLSv1.2", var other => other.ToString() };
        Description = $"{protocol} {tls.NegotiatedCipherSuite}";
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>"TLSv1.3 TLS_AES_256_GCM_SHA384"; also after the end.</summary>
    public string Description { get; }

    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The peer went away.</exception>
    public static async Task<TlsPipe> AcceptAsync(IDuplexPipe below, SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var stream = new DuplexPipeStream(below);
        var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsServerAsync(options, cancellationToken);
            return new TlsPipe(tls, stream);
        }
        catch
        {
            stream.IsClosing = true;
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The peer went away.</exception>
    public static async Task<TlsPipe> ConnectAsync(IDuplexPipe below, SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var stream = new DuplexPipeStream(below);
        var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return new TlsPipe(tls, stream);
        }
        catch
        {
            stream.IsClosing = true;
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was not flushed is dropped: to write it could mean to wait without end for a peer that does not read.</summary>
    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        _below.IsClosing = true;
        try
        {
            await using var tls = _tls;
            await Output.CompleteAsync(new IOException("the TLS pipe is closed"));
            await tls.ShutdownAsync();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The peer did not wait for the closing alert.
        }
    }
}
