using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Standfast.Scenarios.Peers;

/// <summary>Programs that others wrote, run to their end or beside the test.</summary>
internal static class Tool
{
    /// <summary>Runs a program to its end; fails the test with its output when it does not exit with 0.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}\n{await output}\n{await error}");
        return await output;
    }

    /// <summary>Starts a program as leader of a session of its own.</summary>
    public static Process StartDaemon(string program, params string[] arguments)
    {
        var process = Start("setsid", [program, .. arguments]);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Asks a process that we started to end, and waits for it.</summary>
    public static async Task TerminateAsync(Process process)
    {
        if (!process.HasExited)
        {
            using var kill = Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }

        process.Dispose();
    }

    /// <summary>Path of a file beside the scenarios' sources.</summary>
    public static string Source(string name) => Path.Combine(SourceFolder(), name);

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(Path.GetDirectoryName(path))!;
}
