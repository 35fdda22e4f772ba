using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Standfast.Scenarios;

/// <summary>The real server as a process of its own, on free loopback ports, in a folder of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
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

    public int ProcessId => _process!.Id;

    public bool IsRunning => _process is not null;

    public async Task StartAsync(params (string Name, string Value)[] environment)
    {
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Launch(_arguments, environment);
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
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var exit = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return exit;
    }

    /// <summary>Runs a command of the CLI beside the server and reads its JSON.</summary>
    public async Task<JsonElement> RunAsync(params string[] command)
    {
        var (exit, output, error) = await RunToEndAsync([.. command, "--json", "--data", Data]);
        Assert.True(exit == 0, $"{string.Join(' ', command)}: exit {exit}: {error}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    public static async Task<(int Exit, string Output, string Error)> RunToEndAsync(IReadOnlyCollection<string> arguments)
    {
        using var process = Launch(arguments);
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

    private static Process Launch(IReadOnlyCollection<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "standfast.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // As ./standfast does for what is soon over (ADR 5).
        if (!arguments.Contains("serve")) (start.Environment["DOTNET_TC_QuickJit"], start.Environment["DOTNET_gcServer"]) = ("1", "0");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
