using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Standfast.Api;
using Standfast.Reputation.Alerts;

namespace Standfast.Server.Composition.Alerts;

/// <summary>Runs a program for each alert, without a shell: kind, subject and text are further arguments, and the alert is on its standard input as JSON.</summary>
/// <param name="arguments">The program and its own arguments.</param>
internal sealed class AlertCommand(IReadOnlyList<string> arguments) : IAlertOutlet
{
    /// <summary>Then it is ended, with whatever it has started.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public string Name => arguments[0];

    public async Task GiveAsync(Alert alert, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        var start = new ProcessStartInfo(arguments[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments.Skip(1).Append(alert.Kind).Append(alert.Subject).Append(alert.Text)) start.ArgumentList.Add(argument);
        using var process = Start(start);
        try
        {
            await WriteAsync(process, JsonSerializer.Serialize(AlertFile.BodyOf(alert), ApiJson.Default.AlertResponse), limit.Token);
            // What it says is nobody's, but must not fill the pipe.
            await Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, limit.Token), process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token), process.WaitForExitAsync(limit.Token));
            if (process.ExitCode != 0) throw new IOException($"it ended with {process.ExitCode}");
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>A program need not read it.</summary>
    private static async Task WriteAsync(Process process, string body, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(body.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed its end; how it ends tells whether it did its work.
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or AggregateException)
        {
            throw new IOException($"it could not be ended: {exception.Message}", exception);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new IOException("it could not be started");
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            throw new IOException($"it could not be started: {exception.Message}", exception);
        }
    }
}
