using Standfast.Cli;
using Standfast.Server.Hosting;

namespace Standfast.Tests.Cli;

public sealed class CliApplicationTests
{
    [Theory]
    [InlineData("queue ls --acount x", "\"--acount\" is not an option of \"standfast queue ls\"; did you mean --account? \"standfast queue ls --help\"")]
    [InlineData("queue lss", "\"lss\" is not a command of \"standfast queue\"; did you mean ls?")]
    [InlineData("quueue ls", "\"quueue\" is not a command of \"standfast\"; did you mean queue?")]
    [InlineData("queue ls all", "\"all\" is one word too many for \"standfast queue ls\"")]
    [InlineData("spool", "\"standfast spool\" needs one of stats, verify, backup, restore")]
    [InlineData("incident mark INC-1 over --reason x", "'over' not recognized. Must be one of: 'contained', ")]
    [InlineData("classify x --phase lunch", "'lunch' not recognized")]
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
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
        Assert.StartsWith("standfast: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Standfast.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("content check {0}", 66, "{0} is a folder")]
    [InlineData("spam check {0}/none", 66, "{0}/none cannot be read: there is no such file")]
    [InlineData("suppress import {0}/none", 66, "there is no such file")]
    [InlineData("simulate {0}", 66, "{0} is a folder")]
    [InlineData("incident open --notice {0}/binary", 65, "{0}/binary is no text")]
    [InlineData("content check {0}/empty", 65, "{0}/empty is empty")]
    public async Task File_ThatIsNoneToRead_IsNamed_WithTheRule(string line, int expectedExit, string expected)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "binary"), [1, 0, 2], TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "empty"), [], TestContext.Current.CancellationToken);
            var (exit, error) = await RunAsync(line.Replace("{0}", folder.FullName, StringComparison.Ordinal));
            Assert.Equal(expectedExit, exit);
            Assert.Contains(expected.Replace("{0}", folder.FullName, StringComparison.Ordinal), error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("classify 550 --provider gmial", 65, "\"gmial\" is no provider that is known: ")]
    [InlineData("classify 550 --provider gmail", 0, "")]
    [InlineData("classify 550 --provider seznam", 0, "")]
    [InlineData("classify 550 --provider mx.example.net", 0, "")]
    public async Task Classify_KnowsItsProviders(string line, int expectedExit, string expected)
    {
        var (exit, error) = await RunAsync(line);
        Assert.Equal(expectedExit, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", 64, "--url nonsense is not the address of an HTTP API")]
    [InlineData("ftp://127.0.0.1", 64, "--url ftp://127.0.0.1 is not the address")]
    public async Task Url_ThatIsNone_IsNamed(string url, int expectedExit, string expected)
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "admin.token"), "token", TestContext.Current.CancellationToken);
        var (exit, error) = await RunAsync($"status --url {url} --data {folder.FullName}");
        folder.Delete(recursive: true);
        Assert.Equal(expectedExit, exit);
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
        return (await CliApplication.RunAsync(line.Split(' '), "/configured", new SpoolFiles(), new StringWriter(), error, new ReplyReader()), error.ToString());
    }
}
