using Standfast.Tests.Smtp;

namespace Standfast.Tests.Delivery.Phases;

/// <summary>What a server gives for an answer: a reply, or something else.</summary>
internal sealed record PhaseAnswer(string Name, string Text, bool TakesTime = false)
{
    /// <summary>Answers that are no refusal of RFC 5321's form.</summary>
    public static IEnumerable<PhaseAnswer> Odd { get; } =
    [
        new("hang", "", TakesTime: true),
        new("trickle", "550-", TakesTime: true),
        new("close", ""),
        new("reset", ""),
        new("halfway", "550-5.1.1 No\r\n"),
        new("unended", "550 5.1.1 No"),
        new("endless", string.Concat(Enumerable.Repeat("550-5.1.1 No\r\n", 10_000))),
        new("long", new string('5', 1024 * 1024)),
        new("mixed", "550-5.1.1 No\r\n250 2.0.0 Yes\r\n"),
        new("garbage", "nonsense\r\n"),
        new("garbage", "HTTP/1.1 400 Bad Request\r\n\r\n"),
        new("garbage", "\0\u00ff\u00fe\u0001\r\n"),
        new("garbage", "\r\n"),
        new("garbage", "25\r\n"),
        new("garbage", "550x No\r\n"),
        new("garbage", "5500 No\r\n"),
        new("garbage", "199 No\r\n"),
        new("garbage", "600 No\r\n"),
        new("garbage", "-50 No\r\n"),
        new("300", "300 Hm\r\n"),
        new("334", "334 VXNlcm5hbWU6\r\n"),
        new("399", "399 Hm\r\n"),
    ];

    /// <summary>The code of a refusal.</summary>
    public int? Code => int.TryParse(Name, out var code) ? code : null;

    /// <summary>The refusal as it is to be recorded.</summary>
    public string Recorded => string.Join(' ', Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select((line, index) => index == 0 ? line.Replace('-', ' ') : line[10..])).TrimEnd();

    /// <summary>A positive reply and one that nobody asked for.</summary>
    public static PhaseAnswer Twice(string positive) => new("twice", positive + positive);

    /// <summary>A refusal; the code decides in which form.</summary>
    public static PhaseAnswer Refusal(int code)
    {
        var kind = code / 100;
        return new PhaseAnswer($"{code}", (code % 7) switch
        {
            0 => $"{code} No\r\n",
            1 => $"{code} {kind}.7.1 No\r\n",
            2 => $"{code}-{kind}.7.1 No\r\n{code} {kind}.7.1 really\r\n",
            3 => $"{code} {9 - kind}.7.1 No\r\n", // the class of the other kind
            4 => $"{code} {kind}.7.1 No\n",
            5 => $"{code}\r\n",
            _ => $"{code}-{kind}.7.1 No\r\n{code}-{kind}.7.1 really\r\n{code} {kind}.7.1 {new string('o', 600)}\r\n",
        });
    }

    /// <returns>True when the line is of further use.</returns>
    public async Task<bool> GiveAsync(TextPeer peer, TimeProvider time)
    {
        if (Code is { } code)
        {
            // Some in single octets, which is the worst cut.
            if (code % 5 == 0) await peer.SendByteByByteAsync(Text);
            else await peer.SendAsync(Text);
            if (code == 421) await peer.CloseAsync();
            return code != 421;
        }

        await peer.SendAsync(Text);
        if (Name is "close" or "halfway" or "unended") await peer.CloseAsync();
        if (Name is "reset") await peer.ResetAsync();
        while (Name is "trickle")
        {
            await Task.Delay(TimeSpan.FromSeconds(10), time, TestContext.Current.CancellationToken);
            await peer.SendAsync("x");
        }

        return Name is not ("close" or "halfway" or "unended" or "reset");
    }
}
