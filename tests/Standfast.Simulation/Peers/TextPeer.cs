using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Standfast.Simulation.Peers;

/// <summary>Lines over a connection, for those who talk to the server. Whatever goes wrong ends the talk.</summary>
internal sealed class TextPeer(IDuplexPipe pipe, TimeProvider clock, TimeSpan patience)
{
    /// <returns>Without its line end; null when the other side is gone or says nothing.</returns>
    public async Task<string?> ReadLineAsync()
    {
        try
        {
            while (true)
            {
                if (!pipe.Input.TryRead(out var result))
                {
                    using var limit = new CancellationTokenSource(patience, clock);
                    result = await pipe.Input.ReadAsync(limit.Token);
                }

                if (result.Buffer.PositionOf((byte)'\n') is { } lineFeed)
                {
                    var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, lineFeed).ToArray());
                    pipe.Input.AdvanceTo(result.Buffer.GetPosition(1, lineFeed));
                    return line.TrimEnd('\r');
                }

                pipe.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                if (result.IsCompleted) return null;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The code of a reply of one or more lines, and its last line; 0 when there is none.</summary>
    public async Task<(int Code, string Text)> ReadReplyAsync()
    {
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var code)) return (0, line);
            if (line.Length == 3 || line[3] == ' ') return (code, line);
        }

        return (0, "");
    }

    /// <returns>False when nobody takes it.</returns>
    public async Task<bool> SayAsync(string text)
    {
        try
        {
            using var limit = new CancellationTokenSource(patience, clock);
            var result = await pipe.Output.WriteAsync(Encoding.Latin1.GetBytes(text + "\r\n"), limit.Token);
            return !result.IsCompleted;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }
}
