namespace Standfast.Scenarios;

/// <summary>A server is installed over the data of a newer one: it says what to do, and leaves everything as it is.</summary>
public sealed class NewerSpool
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_RefusesToStart_AndExits78()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        Assert.Equal(0, await server.TerminateAsync());
        var segment = Directory.GetFiles(Path.Combine(server.Data, "spool"), "*.seg").Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(segment, Stop);
        bytes[8] = 99;
        BitConverter.TryWriteBytes(bytes.AsSpan(16), Crc32C(bytes.AsSpan(0, 16)));
        await File.WriteAllBytesAsync(segment, bytes, Stop);
        var before = Names(server);

        var (exit, _, error) = await ServerProcess.RunToEndAsync(["serve", "--data", server.Data, "--set", "http.listen=127.0.0.1:0"]);
        Assert.Equal(78, exit);
        Assert.Contains("has format 99", error, StringComparison.Ordinal);
        Assert.Contains("Start the newer server", error, StringComparison.Ordinal);
        Assert.Equal(before, Names(server));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(segment, Stop));
        Assert.Equal(78, (await ServerProcess.RunToEndAsync(["spool", "verify", "--data", server.Data])).Exit);
    }

    private static string[] Names(ServerProcess server) => [.. Directory.GetFiles(Path.Combine(server.Data, "spool")).Order(StringComparer.Ordinal)];

    private static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var octet in data) crc = System.Numerics.BitOperations.Crc32C(crc, octet);
        return ~crc;
    }
}
