using System.Text.RegularExpressions;
using Standfast.Smtp.Server;

namespace Standfast.Tests.Smtp.Server;

/// <summary>
/// Plays the dialogues beside this file. "C:" lines in a row are one write; \r \n \0 \t and {text*count} are what they seem; a "c:"
/// line ends without CRLF. "S:" is the start of the next line of the server, "end" the end of the connection, "H:" the next call of the
/// handler. "options:" comes first; OneWrite=1 there says that the dialogue is another one when the input is cut into single octets.
/// </summary>
public sealed partial class DialogueTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Smtp", "Dialogues");

    public static TheoryData<string, bool> Dialogues()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var file in Directory.GetFiles(s_folder).Order(StringComparer.Ordinal))
        {
            cases.Add(Path.GetFileNameWithoutExtension(file), false);
            if (!File.ReadLines(file).First().Contains("OneWrite", StringComparison.Ordinal)) cases.Add(Path.GetFileNameWithoutExtension(file), true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Dialogues))]
    public async Task Session_FollowsTheDialogue(string name, bool byteByByte)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(s_folder, name + ".txt"), TestContext.Current.CancellationToken);
        await using var session = SessionUnderTest.Start(options: ReadOptions(lines[0]));
        var said = "";
        var calls = 0;
        foreach (var line in lines.SkipWhile(line => line.StartsWith("options:", StringComparison.Ordinal)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var text = line.Length > 3 ? line[3..] : "";
            if (line[0] is 'C' or 'c')
            {
                said += Expand(text) + (line[0] == 'C' ? "\r\n" : "");
                continue;
            }

            if (byteByByte) await session.Peer.SendByteByByteAsync(said);
            else if (said.Length > 0) await session.Peer.SendAsync(said);
            said = "";
            if (line[0] == 'H') Assert.Equal(text, session.Handler.Calls.ElementAtOrDefault(calls++));
            else if (text == "end") Assert.Null(await session.Peer.ReadLineAsync());
            else Assert.StartsWith(text, await session.Peer.ReadLineAsync() ?? "end", StringComparison.Ordinal);
        }

        Assert.Equal("", session.Peer.Peek());
        Assert.Equal(calls, session.Handler.Calls.Count);
        Assert.Empty(session.Faults);
    }

    private static SmtpServerOptions ReadOptions(string line)
    {
        var values = line.StartsWith("options:", StringComparison.Ordinal)
            ? line[8..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => int.Parse(pair[1]))
            : [];
        return new SmtpServerOptions
        {
            Hostname = TestCertificate.Host,
            MaxMessageOctets = values.GetValueOrDefault(nameof(SmtpServerOptions.MaxMessageOctets), 1000),
            MaxRecipients = values.GetValueOrDefault(nameof(SmtpServerOptions.MaxRecipients), 100),
            MaxCommandOctets = values.GetValueOrDefault(nameof(SmtpServerOptions.MaxCommandOctets), 512),
            MaxErrors = values.GetValueOrDefault(nameof(SmtpServerOptions.MaxErrors), 100),
            TakesDsn = values.ContainsKey(nameof(SmtpServerOptions.TakesDsn)),
            OffersDsn = values.ContainsKey(nameof(SmtpServerOptions.OffersDsn)),
            OffersPriority = values.ContainsKey(nameof(SmtpServerOptions.OffersPriority)),
            MaxHold = TimeSpan.FromSeconds(values.GetValueOrDefault(nameof(SmtpServerOptions.MaxHold))),
        };
    }

    private static string Expand(string text) =>
        Repeated().Replace(text, match => string.Concat(Enumerable.Repeat(match.Groups[1].Value, int.Parse(match.Groups[2].Value))))
            .Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\0", "\0", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(.+?)\*(\d+)\}")]
    private static partial Regex Repeated();
}
