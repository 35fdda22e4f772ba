using System.Buffers;
using System.Globalization;
using System.Text;
using Standfast.Delivery.Network;

namespace Standfast.Simulation.Internet.World;

/// <summary>One connection to a provider's MX, or, where there is none, to the host that takes reports for the senders.</summary>
internal sealed class InternetSession(INetworkConnection line, MailboxProvider? provider, InternetWorld world)
{
    /// <summary>A filter takes its time.</summary>
    private static readonly TimeSpan s_thinks = TimeSpan.FromMilliseconds(60);

    private readonly List<string> _recipients = [];
    private bool _hasMail;

    public async Task RunAsync()
    {
        try
        {
            await SayAsync($"220 {provider?.Rules.Mx ?? "mx.customers.example"} ESMTP");
            while (await ReadLineAsync() is { } command)
                if (!await ObeyAsync(command))
                    break;
        }
        finally
        {
            await line.DisposeAsync();
        }
    }

    private async Task<bool> ObeyAsync(string command)
    {
        var verb = command.Length >= 4 ? command[..4] : command;
        var reply = verb switch
        {
            "EHLO" => "250-at your service\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES",
            "MAIL" => Mail(),
            "RCPT" => Recipient(command["RCPT TO:<".Length..command.IndexOf('>')]),
            "DATA" when _recipients.Count > 0 => "354 go on",
            "DATA" => "503 5.5.1 no recipients",
            "RSET" => Forget(),
            "QUIT" => "221 2.0.0 bye",
            _ => "500 5.5.1 what?",
        };
        await SayAsync(reply);
        if (reply.StartsWith("421", StringComparison.Ordinal) || verb == "QUIT") return false;
        if (!reply.StartsWith("354", StringComparison.Ordinal)) return true;
        if (await ReadContentAsync() is not var (number, hasWayOut)) return false;
        await Task.Delay(s_thinks, world.Clock);
        var end = Content(number, hasWayOut);
        await SayAsync(end);
        return !end.StartsWith("421", StringComparison.Ordinal);
    }

    private string Mail()
    {
        if (provider?.AtMail() is { } refusal) return refusal;
        _hasMail = true;
        _recipients.Clear();
        return "250 2.1.0 ok";
    }

    private string Recipient(string recipient)
    {
        if (!_hasMail) return "503 5.5.1 MAIL first";
        if (provider?.AtRecipient(recipient) is { } refusal) return refusal;
        _recipients.Add(recipient);
        return "250 2.1.5 ok";
    }

    private string Content(int number, bool hasWayOut)
    {
        var mail = world.Judge.Find(number);
        var recipients = _recipients.ToArray();
        Forget();
        if (provider is null) return "250 2.0.0 taken";
        world.Left(mail, hasWayOut);
        return provider.AtContent(mail, recipients, hasWayOut) ?? "250 2.0.0 taken";
    }

    private string Forget()
    {
        _recipients.Clear();
        _hasMail = false;
        return "250 2.0.0 ok";
    }

    /// <summary>Reads to the lone dot; of the content only the header is looked at.</summary>
    /// <returns>The number in the message's own Message-ID, -1 where there is none, and whether it names a way to leave. Null where the line breaks.</returns>
    private async Task<(int Number, bool HasWayOut)?> ReadContentAsync()
    {
        var (number, hasWayOut, isHeader) = (-1, false, true);
        while (await ReadLineAsync() is { } text)
        {
            if (text == ".") return (number, hasWayOut);
            if (!isHeader) continue;
            if (text.Length == 0) isHeader = false;
            else if (text.StartsWith("Message-ID: <m", StringComparison.Ordinal)) number = NumberOf(text);
            else if (text.StartsWith("List-Unsubscribe:", StringComparison.Ordinal)) hasWayOut = true;
        }

        return null;
    }

    /// <summary>Of "Message-ID: &lt;m123@customer4.example>".</summary>
    private static int NumberOf(string text) =>
        text.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && int.TryParse(text.AsSpan("Message-ID: <m".Length, at - "Message-ID: <m".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private async ValueTask<string?> ReadLineAsync()
    {
        while (true)
        {
            if (!line.Input.TryRead(out var result)) result = await line.Input.ReadAsync();
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var text = Encoding.Latin1.GetString(result.Buffer.Slice(0, end));
                line.Input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return text.TrimEnd('\r');
            }

            line.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted) return null;
        }
    }

    private async ValueTask SayAsync(string text) => await line.Output.WriteAsync(Encoding.Latin1.GetBytes(text + "\r\n"));
}
