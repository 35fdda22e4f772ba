using Standfast.Web.Console.Shell;

namespace Standfast.Tests.Web.Console;

public sealed class ReturnPathTests
{
    [Theory]
    [InlineData("/console", "/console")]
    [InlineData("/console/messages?find=a%40b.example&page=2", "/console/messages?find=a%40b.example&page=2")]
    [InlineData(null, "/console")]
    [InlineData("", "/console")]
    [InlineData("https://evil.example/console", "/console")]
    [InlineData("//evil.example/console", "/console")]
    [InlineData("/\\evil.example", "/console")]
    [InlineData("/console/\\evil.example", "/console")]
    [InlineData("/console//evil.example", "/console")]
    [InlineData("/console/../v1/status", "/console")]
    [InlineData("/consoles", "/console")]
    [InlineData("/console/a\tb", "/console")]
    public void Read_LeadsOnlyIntoTheConsole(string? wanted, string expected) => Assert.Equal(expected, ReturnPath.Read(wanted));
}
