namespace Standfast.Scenarios;

public sealed class BadConfiguration
{
    [Fact]
    public async Task FiveMistakes_ShowFiveLines_AndExit78()
    {
        var (exit, _, error) = await ServerProcess.RunToEndAsync(
        [
            "serve", "--set", "smtp.listen=here", "--set", "server.hostnam=x", "--set", "delivery.port=0", "--set", "delivery.retry=soon", "--set", "limits.recipients=3",
        ]);
        Assert.Equal(78, exit);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.Contains("did you mean server.hostname?", lines[1], StringComparison.Ordinal);
        Assert.Contains("delivery.port = 0: must be a whole number from 1 to 65535", lines[2], StringComparison.Ordinal);
    }
}
