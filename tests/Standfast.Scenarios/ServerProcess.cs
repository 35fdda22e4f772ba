using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Standfast.Cli;

namespace Standfast.Scenarios;

/// <summary>The real server as a process of its own, on free loopback ports, in a folder of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>As ./standfast does for what does not live to see optimised code (ADR 5), and the runtime's own delay, in hexadecimal: halves what a start costs.</summary>
    public static readonly IReadOnlyList<(string Name, string Value)> SoonOver = [("DOTNET_TC_QuickJit", "1"), ("DOTNET_TC_CallCountingDelayMs", "64"), ("DOTNET_gcServer", "0")];

    private readonly List<string> _arguments;
    private readonly StringBuilder _output = new();
    private Process? _process;
    private TaskCompletionSource? _ready;

    public ServerProcess(params string[] settings)
    {
        Data = Directory.CreateTempSubdirectory("standfast-").FullName;
        (Smtp, Submission, Submissions, Http) = (FreePorts.Next(), FreePorts.Next(), FreePorts.Next(), FreePorts.Next());
        _arguments =
        [
            "serve", "--data", Data, "--set", "server.hostname=mail.example.org", "--set", $"smtp.listen=127.0.0.1:{Smtp}", "--set", $"submission.listen=127.0.0.1:{Submission}",
            "--set", $"submissions.listen=127.0.0.1:{Submissions}", "--set", $"http.listen=127.0.0.1:{Http}",
        ];
        foreach (var setting in settings) _arguments.AddRange(["--set", setting]);
    }

    public string Data { get; }

    public int Smtp { get; }

    public int Submission { get; }

    public int Submissions { get; }

    public int Http { get; }

    /// <summary>Another setting from the next start on.</summary>
    public void Set(string setting) => _arguments.AddRange(["--set", setting]);

    /// <summary>What the server has written so far: the welcome, its log and its errors.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>After a kill under load the event log is compared with the spool first.</summary>
    public TimeSpan StartsWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where time, memory or load is measured: compiled for the long run, as ./standfast serve is (ADR 5). All other servers are soon over.</summary>
    public bool RunsAsShipped { get; init; }

    /// <summary>Files that it may have open at once; null as the tests may.</summary>
    public int? OpenFiles { get; init; }

    public int ProcessId => _process!.Id;

    public bool IsRunning => _process is not null;

    public async Task StartAsync(params (string Name, string Value)[] environment)
    {
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Launch(_arguments, RunsAsShipped, OpenFiles, environment);
        _process.OutputDataReceived += (_, line) =>
        {
            lock (_output) _output.Append(line.Data).Append('\n');
            if (line.Data?.Contains("ready:", StringComparison.Ordinal) == true) _ready.TrySetResult();
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_output) _output.Append(line.Data).Append('\n');
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(_ready.Task, ended).WaitAsync(TimeSpan.FromSeconds(90)) == ended) Assert.Fail($"the server ended at its start with {_process.ExitCode}:\n{Output}");
    }

    public async Task KillAsync()
    {
        // A server that ended without being asked is what the test has found: its last words say why.
        if (_process!.HasExited) TestContext.Current.TestOutputHelper?.WriteLine($"the server had ended by itself with {_process.ExitCode}:\n{Output}");
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Asks the server to stop, as systemd does. Its exit code comes when it has ended.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process!.Id}"])) await kill.WaitForExitAsync();
        return await WaitForEndAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>The exit code of a server that ends by itself.</summary>
    public async Task<int> WaitForEndAsync(TimeSpan limit)
    {
        await _process!.WaitForExitAsync().WaitAsync(limit);
        var exit = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return exit;
    }

    /// <summary>Runs a command of the CLI against the server and reads its JSON.</summary>
    public async Task<JsonElement> RunAsync(params string[] command)
    {
        var (exit, output, error) = await AskAsync(command);
        Assert.True(exit == 0, $"{string.Join(' ', command)}: exit {exit}: {error}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    /// <summary>
    /// The executable's own code from command line to exit code, and a real request to the server. Only commands that may do without a server get a process of
    /// their own: to start one for each would be a third of the scenarios' time.
    /// </summary>
    public async Task<(int Exit, string Output, string Error)> AskAsync(params string[] command)
    {
        string[] arguments = [.. command, "--json", "--data", Data];
        if (command[0] is "spool" or "classify") return await RunToEndAsync(arguments);
        await using StringWriter output = new(), error = new();
        var exit = await CliApplication.RunAsync(arguments, Data, NoSpoolFiles.Instance, output, error);
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>The executable in a process of its own.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunToEndAsync(IReadOnlyCollection<string> arguments, int? openFiles = null)
    {
        using var process = Launch(arguments, runsAsShipped: false, openFiles);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public long ResidentBytes()
    {
        _process!.Refresh();
        return _process.WorkingSet64;
    }

    public string[] Mailbox(string domain, string local)
    {
        var folder = Path.Combine(Data, "maildir", domain, local, "new");
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    public async Task<string[]> WaitForMailAsync(string domain, string local, int count)
    {
        for (var round = 0; round < 200 && Mailbox(domain, local).Length < count; round++) await Task.Delay(50);
        return Mailbox(domain, local);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        Directory.Delete(Data, recursive: true);
    }

    private static Process Launch(IReadOnlyCollection<string> arguments, bool runsAsShipped, int? openFiles, params (string Name, string Value)[] environment)
    {
        // prlimit(1) becomes what it starts.
        IEnumerable<string> limited = openFiles is { } files ? ["prlimit", $"--nofile={files}:{files}"] : [];
        string[] command = [.. limited, "dotnet", Path.Combine(AppContext.BaseDirectory, "standfast.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (!runsAsShipped)
            foreach (var (name, value) in SoonOver) start.Environment[name] = value;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
