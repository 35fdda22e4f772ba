using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Text;
using Standfast.Smtp.Wire;

namespace Standfast.Tests.Smtp;

/// <summary>The peer of what is under test, over a line in memory: speaks and hears text. A wait that would hang the run fails instead.</summary>
internal sealed class TextPeer
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Pipe _heard;
    private readonly Pipe _said;
    private IDuplexPipe _far;

    /// <param name="capacity">Octets that fit onto the line before who writes must wait for the reader.</param>
    public TextPeer(int capacity = 1024 * 1024)
    {
        var options = new PipeOptions(pauseWriterThreshold: capacity, resumeWriterThreshold: capacity / 2, useSynchronizationContext: false);
        _heard = new Pipe(options);
        _said = new Pipe(options);
        Near = new Ends(_said.Reader, _heard.Writer);
        _far = new Ends(_heard.Reader, _said.Writer);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>For what is under test.</summary>
    public IDuplexPipe Near { get; }

    /// <summary>Fails rather than hangs.</summary>
    public static Task<T> SoonAsync<T>(Task<T> task) => task.WaitAsync(Patience, Stop);

    public static Task SoonAsync(Task task) => task.WaitAsync(Patience, Stop);

    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>Puts the text on the line as one write.</summary>
    public async Task SendAsync(string text) => await SoonAsync(_far.Output.WriteAsync(Octets(text), Stop).AsTask());

    public async Task SendByteByByteAsync(string text)
    {
        for (var index = 0; index < text.Length; index++) await SendAsync(text.Substring(index, 1));
    }

    /// <summary>One line without its CRLF; null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var result = await SoonAsync(_far.Input.ReadAsync(Stop).AsTask());
            if (result.Buffer.PositionOf((byte)'\n') is { } lineFeed)
            {
                var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, lineFeed).ToArray());
                _far.Input.AdvanceTo(result.Buffer.GetPosition(1, lineFeed));
                Assert.EndsWith("\r", line, StringComparison.Ordinal);
                return line[..^1];
            }

            if (result.IsCompleted)
            {
                Assert.Equal(0, result.Buffer.Length);
                _far.Input.AdvanceTo(result.Buffer.End);
                return null;
            }

            _far.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>One whole reply, its lines parted by LF; null at the end.</summary>
    public async Task<string?> ReadReplyAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line[3] != '-') return string.Join('\n', lines);
        }

        Assert.Empty(lines);
        return null;
    }

    /// <summary>What is on the line already, without waiting. It stays there.</summary>
    public string Peek()
    {
        if (!_far.Input.TryRead(out var result)) return "";
        var text = Encoding.Latin1.GetString(result.Buffer.ToArray());
        _far.Input.AdvanceTo(result.Buffer.Start);
        return text;
    }

    /// <summary>Every line from here to the end.</summary>
    public async Task<List<string>> ReadToEndAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line) lines.Add(line);
        return lines;
    }

    public async Task ConnectTlsAsync()
    {
        var options = new SslClientAuthenticationOptions { TargetHost = TestCertificate.Host, RemoteCertificateValidationCallback = (_, _, _, _) => true };
        _far = await SoonAsync(TlsPipe.ConnectAsync(_far, options, Stop));
    }

    public async Task AcceptTlsAsync() => _far = await SoonAsync(TlsPipe.AcceptAsync(_far, TestCertificate.ServerOptions, Stop));

    /// <summary>Hangs up.</summary>
    public async Task CloseAsync()
    {
        await _said.Writer.CompleteAsync();
        await _heard.Reader.CompleteAsync();
    }

    /// <summary>The line breaks, as by a TCP reset.</summary>
    public async Task ResetAsync()
    {
        await _said.Writer.CompleteAsync(new IOException("Connection reset by peer"));
        await _heard.Reader.CompleteAsync(new IOException("Connection reset by peer"));
    }

    /// <summary>Says no more, still listens.</summary>
    public ValueTask EndSendingAsync() => _said.Writer.CompleteAsync();

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
