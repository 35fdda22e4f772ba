using System.IO.Pipelines;
using System.Net;
using System.Text;
using Standfast.Delivery.Network;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>A world of mail servers, each with its manners. All of them live in virtual time.</summary>
internal sealed class SinkNetwork(VirtualTime time) : INetwork
{
    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(2);

    /// <summary>By address; others refuse connections.</summary>
    public Dictionary<IPAddress, SinkManners> Sinks { get; } = [];

    /// <summary>Addresses that this machine does not have.</summary>
    public HashSet<IPAddress> Gone { get; } = [];

    public List<(TimeSpan At, IPAddress Remote, IPAddress? Source)> Connections { get; } = [];

    public List<(IPAddress? Source, string Name)> Hellos { get; } = [];

    public async Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken)
    {
        if (source is not null && Gone.Contains(source)) throw new SourceUnavailableException(source);
        var address = ((IPEndPoint)remote).Address;
        Connections.Add((time.Elapsed, address, source));
        if (!Sinks.TryGetValue(address, out var sink))
        {
            await Task.Delay(s_latency, time, cancellationToken);
            throw new IOException("connection refused");
        }

        await Task.Delay(sink.IsSilent ? Timeout.InfiniteTimeSpan : s_latency, time, cancellationToken);
        var (there, back) = (new Pipe(), new Pipe());
        _ = ServeAsync(sink, source ?? IPAddress.None, there.Reader, back.Writer);
        return new Line(back.Reader, there.Writer);
    }

    private async Task ServeAsync(SinkManners sink, IPAddress source, PipeReader input, PipeWriter output)
    {
        var greeting = sink.Connect(source, time.Elapsed);
        if (greeting[0] == '2') sink.Standing[source] = sink.Standing.GetValueOrDefault(source) + 1;
        try
        {
            if (!await SayAsync(output, greeting)) return;
            var isContent = false;
            var recipients = 0;
            while (await ReadLineAsync(input) is { } line)
            {
                if (isContent && line != ".") continue;
                if (!isContent && line == "QUIT") return;
                if (!isContent && line.StartsWith("EHLO ", StringComparison.Ordinal)) Hellos.Add((source, line["EHLO ".Length..]));
                var reply = line switch
                {
                    "DATA" => "354 go",
                    _ when line.StartsWith("EHLO", StringComparison.Ordinal) => "250 sink",
                    _ when line.StartsWith("MAIL", StringComparison.Ordinal) => sink.Mail(source, time.Elapsed),
                    _ => "250 ok",
                };
                if (line.StartsWith("MAIL", StringComparison.Ordinal)) recipients = 0;
                if (!isContent && line.StartsWith("RCPT", StringComparison.Ordinal)) recipients++;
                if (line == ".") sink.Accepted.Add((time.Elapsed, source));
                if (line == ".") sink.Recipients += recipients;
                isContent = line == "DATA";
                if (!await SayAsync(output, reply)) return;
            }
        }
        finally
        {
            if (greeting[0] == '2') sink.Standing[source]--;
            await input.CompleteAsync();
            await output.CompleteAsync();
        }
    }

    /// <returns>False when that was the last word.</returns>
    private async Task<bool> SayAsync(PipeWriter output, string reply)
    {
        await Task.Delay(s_latency, time);
        await output.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"));
        return !reply.StartsWith("421", StringComparison.Ordinal);
    }

    private static async Task<string?> ReadLineAsync(PipeReader input)
    {
        while (true)
        {
            var read = await input.ReadAsync();
            if (System.Buffers.BuffersExtensions.PositionOf(read.Buffer, (byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) return null;
        }
    }

    private sealed record Line(PipeReader Input, PipeWriter Output) : INetworkConnection
    {
        public async ValueTask DisposeAsync()
        {
            await Input.CompleteAsync();
            await Output.CompleteAsync();
        }
    }
}
