using System.Buffers;
using System.IO.Pipelines;

namespace Standfast.Smtp.Wire;

/// <summary>A stream over a pipe pair, for <see cref="System.Net.Security.SslStream"/>. One reader and one writer at a time.</summary>
internal sealed class DuplexPipeStream(IDuplexPipe pipe) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await pipe.Input.ReadAsync(cancellationToken);
        // Who cancels a read here ends the session within its handshake; to TLS that is a peer that went away.
        if (result.IsCanceled) throw new IOException("the session was ended within the TLS handshake");
        var available = result.Buffer;
        var length = (int)Math.Min(available.Length, buffer.Length);
        var taken = available.Slice(0, length);
        taken.CopyTo(buffer.Span);
        pipe.Input.AdvanceTo(taken.End);
        return length;
    }

    /// <summary>Writes wait no longer for the peer: what closes TLS goes out now, or when the peer reads, or not at all.</summary>
    public bool IsClosing { get; set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await WaitUnlessClosing(pipe.Output.WriteAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken) => await WaitUnlessClosing(pipe.Output.FlushAsync(cancellationToken));

    public override void Flush() => throw new NotSupportedException("asynchronous only");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("asynchronous only");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("asynchronous only");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private ValueTask<FlushResult> WaitUnlessClosing(ValueTask<FlushResult> flush)
    {
        if (IsClosing && !flush.IsCompleted) pipe.Output.CancelPendingFlush();
        return flush;
    }
}
