using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;

namespace Standfast.Policy.Scanners;

/// <summary>Asks clamd over its socket: the command INSTREAM of clamd(8), with commands and answers ended by NUL.</summary>
/// <param name="address">An IP endpoint or the path of a socket.</param>
public sealed class ClamAvScanner(EndPoint address, IScannerNetwork network) : IScanner
{
    private const int ChunkOctets = 64 * 1024;

    public string Name => "clamav";

    public async Task<ScanVerdict> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await network.ConnectAsync(address, cancellationToken);
            try
            {
                await SendAsync(connection.Output, request.Content, cancellationToken);
            }
            catch (IOException)
            {
                // It may have said why before it closed: a stream that is too long ends so.
            }

            var answer = await ReadAsync(connection.Input, cancellationToken);
            return answer is null ? new ScanVerdict.Unavailable("it closed without an answer") : ClamAvAnswer.Read(answer);
        }
        catch (IOException exception)
        {
            return new ScanVerdict.Unavailable(exception.Message);
        }
    }

    // zINSTREAM NUL, then chunks of a length in four octets (big-endian) and that many octets, ended by the length 0.
    private static async Task SendAsync(PipeWriter output, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        output.Write("zINSTREAM\0"u8);
        for (var at = 0; at < content.Length; at += ChunkOctets)
        {
            var chunk = content.Slice(at, Math.Min(ChunkOctets, content.Length - at));
            WriteLength(output, chunk.Length);
            output.Write(chunk.Span);
            if ((await output.FlushAsync(cancellationToken)).IsCompleted) return;
        }

        WriteLength(output, 0);
        await output.FlushAsync(cancellationToken);
    }

    private static void WriteLength(PipeWriter output, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), length);
        output.Advance(4);
    }

    /// <returns>Null where none came, or none that ends within its limit.</returns>
    private static async Task<byte[]?> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var end = read.Buffer.PositionOf((byte)0);
            if (end is not null || read.IsCompleted || read.Buffer.Length > ClamAvAnswer.MaxOctets)
            {
                var answer = end is null ? null : read.Buffer.Slice(0, end.Value).ToArray();
                input.AdvanceTo(read.Buffer.End);
                return answer;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
