using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Standfast.Tests.Dns;

/// <summary>A name server on loopback whose answers are right, damaged or nonsense, the same for the same question and seed (RFC 1035 §4).</summary>
internal sealed class HostileNameServer : IAsyncDisposable
{
    private const int HeaderOctets = 12;

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly int _seed;

    public HostileNameServer(int seed)
    {
        _seed = seed;
        _running = ServeAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.Client.LocalEndPoint!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var asked = await _socket.ReceiveAsync(_stop.Token);
                await _socket.SendAsync(Answer(asked.Buffer), asked.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private byte[] Answer(byte[] query)
    {
        var end = HeaderOctets;
        while (query[end] != 0) end += query[end] + 1;
        var question = query[HeaderOctets..(end + 5)];
        var type = BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(end + 1));
        var random = new Random(_seed + question.Aggregate(17, (hash, octet) => unchecked((hash * 31) + octet)));
        var right = Right(query.AsSpan(0, 2), question, type, random);
        switch (random.Next(6))
        {
            case 0:
                return right;
            case 1:
                for (var count = random.Next(1, 8); count > 0; count--) right[random.Next(2, right.Length)] = (byte)random.Next(256);
                return right;
            case 2:
                return right[..random.Next(2, right.Length)];
            case 3:
                // A name that points at itself.
                BinaryPrimitives.WriteUInt16BigEndian(right.AsSpan(HeaderOctets + question.Length), (ushort)(0xC000 | (HeaderOctets + question.Length)));
                return right;
            case 4:
                // More records than there are.
                BinaryPrimitives.WriteUInt16BigEndian(right.AsSpan(6), ushort.MaxValue);
                return right;
            default:
                random.NextBytes(right.AsSpan(HeaderOctets + question.Length));
                return right;
        }
    }

    private static byte[] Right(ReadOnlySpan<byte> id, byte[] question, ushort type, Random random)
    {
        byte[] name = [2, (byte)'m', (byte)random.Next(256), 4, (byte)'t', (byte)'e', (byte)'s', (byte)'t', 0];
        byte[] data = type switch
        {
            1 => [127, 0, 0, (byte)random.Next(256)],
            28 => [0x20, 1, 0xD, 0xB8, .. new byte[12]],
            15 => [0, 10, .. name],
            16 => [3, (byte)'a', (byte)random.Next(256), 0],
            _ => name,
        };
        var count = random.Next(1, 5);
        var answer = new List<byte>([.. id, 0x81, 0x80, 0, 1, 0, (byte)count, 0, 0, 0, 0, .. question]);
        for (var index = 0; index < count; index++) answer.AddRange([0xC0, HeaderOctets, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data]);
        return [.. answer];
    }
}
