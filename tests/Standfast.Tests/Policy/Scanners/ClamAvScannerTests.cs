using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Standfast.Policy.Scanners;

namespace Standfast.Tests.Policy.Scanners;

public sealed class ClamAvScannerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wire_IsInstream_InChunks()
    {
        using var network = new FakeNetwork("stream: OK\0");
        Assert.IsType<ScanVerdict.Clean>(await ScanAsync(network, new byte[70_000]));
        var sent = network.Sent;
        Assert.Equal("zINSTREAM\0"u8.ToArray(), sent[..10]);
        Assert.Equal((byte[])[0, 1, 0, 0], sent[10..14]);
        Assert.Equal((byte[])[0, 0, 0x11, 0x70], sent[(14 + 65536)..(18 + 65536)]);
        Assert.Equal((byte[])[0, 0, 0, 0], sent[^4..]);
        Assert.Equal(10 + 4 + 65536 + 4 + 4464 + 4, sent.Length);
    }

    [Theory]
    [InlineData("stream: Bad.Thing FOUND\0", typeof(ScanVerdict.Infected))]
    [InlineData("stream: OK", typeof(ScanVerdict.Unavailable))]
    [InlineData("", typeof(ScanVerdict.Unavailable))]
    public async Task Answer_CountsOnlyWhole(string answer, Type verdict) => Assert.IsType(verdict, await ScanAsync(answer));

    [Fact]
    public async Task EndlessAnswer_IsCutOff() => Assert.IsType<ScanVerdict.Unavailable>(await ScanAsync(new string('x', 100_000)));

    [Fact]
    public async Task NoConnection_IsUnavailable() => Assert.Equal(new ScanVerdict.Unavailable("refused"), await ScanAsync(null));

    private static async Task<ScanVerdict> ScanAsync(string? answer)
    {
        using var network = new FakeNetwork(answer);
        return await ScanAsync(network, "x"u8.ToArray());
    }

    private static Task<ScanVerdict> ScanAsync(IScannerNetwork network, byte[] content) => new ClamAvScanner(new IPEndPoint(IPAddress.Loopback, 1), network).ScanAsync(new ScanRequest(content, "", [], "id"), Stop);

    /// <summary>Takes everything, then answers one octet at a time and closes.</summary>
    private sealed class FakeNetwork(string? answer) : IScannerNetwork, IDisposable
    {
        private readonly MemoryStream _sent = new();

        public byte[] Sent => _sent.ToArray();

        public void Dispose() => _sent.Dispose();

        public async Task<IScannerConnection> ConnectAsync(EndPoint scanner, CancellationToken cancellationToken)
        {
            if (answer is null) throw new IOException("refused");
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            foreach (var octet in Encoding.Latin1.GetBytes(answer))
            {
                pipe.Writer.Write([octet]);
                await pipe.Writer.FlushAsync(cancellationToken);
            }

            await pipe.Writer.CompleteAsync();
            return new Connection(pipe.Reader, PipeWriter.Create(_sent, new StreamPipeWriterOptions(leaveOpen: true)));
        }

        private sealed class Connection(PipeReader input, PipeWriter output) : IScannerConnection
        {
            public PipeReader Input => input;

            public PipeWriter Output => output;

            public ValueTask DisposeAsync() => output.CompleteAsync();
        }
    }
}
