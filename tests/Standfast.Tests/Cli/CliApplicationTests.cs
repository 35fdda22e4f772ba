using Standfast.Cli;
using Standfast.Server.Hosting;

namespace Standfast.Tests.Cli;

public sealed class CliApplicationTests
{
    [Theory]
    [InlineData("queue ls --acount x", "'--acount'")]
    [InlineData("queue lss", "'lss'")]
    [InlineData("status --url", "'--url'")]
    [InlineData("queue hold --all", "'--reason' is required")]
    [InlineData("queue ls --limit many", "'many'")]
    [InlineData("message show", "'show'")]
    [InlineData("doctor firewall --ban 192.0.2.9 --ban 192.0.2.x", "'192.0.2.x'")]
    [InlineData("doctor firewall --close some", "'some'")]
    public async Task Run_NamesTheMistake_AndExitsWithUsage(string line, string expected)
    {
        var (exit, error) = await RunAsync(line);
        Assert.Equal(64, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status --data /nowhere", "/nowhere/admin.token")]
    [InlineData("status --data=/nowhere", "/nowhere/admin.token")]
    [InlineData("status", "/configured/admin.token")]
    public async Task Run_SaysWhereItLookedForTheToken(string line, string expected)
    {
        var (exit, error) = await RunAsync(line);
        Assert.Equal(77, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spool verify --data /nowhere", 66, "/nowhere/spool does not exist")]
    [InlineData("spool stats", 66, "/configured/spool does not exist")]
    [InlineData("spool backup", 64, "'backup'")]
    [InlineData("spool restore /nowhere", 65, "backup.json is missing")]
    public async Task SpoolCommand_SaysWhatIsMissing(string line, int expectedExit, string expected)
    {
        var (exit, error) = await RunAsync(line);
        Assert.Equal(expectedExit, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Error)> RunAsync(string line)
    {
        var error = new StringWriter();
        return (await CliApplication.RunAsync(line.Split(' '), "/configured", new SpoolFiles(), new StringWriter(), error), error.ToString());
    }
}
