namespace Standfast.Tests.Smtp.Server;

/// <summary>Whatever a peer sends, the session answers or ends; it never faults, and every content it began is ended once.</summary>
public sealed class MutationTests
{
    private static readonly string[] s_words =
    [
        "EHLO c.example\r\n", "HELO x\r\n", "MAIL FROM:<a@c.example>\r\n", "MAIL FROM:<> SIZE=9 BODY=8BITMIME\r\n", "RCPT TO:<b@example.net>\r\n",
        "RCPT TO:<no@example.net>\r\n", "DATA\r\n", "x\r\n.\r\n", ".\r\n", "\r\n", "\n", "\r", "\0", "..\r\n", "RSET\r\n", "AUTH PLAIN\r\n", "*\r\n", "\u00ff\u00fe", " ", "<", ">", "\"", "\\", "VRFY a\r\n",
    ];

    [Fact]
    public async Task Session_NeverFaults_WhateverComes()
    {
        var random = new Random(3);
        for (var round = 0; round < 1_000; round++)
        {
            var said = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => s_words[random.Next(s_words.Length)]));
            // Half of them begin as a transaction does, so that many get far.
            if (round % 2 == 0) said = s_words[0] + s_words[2] + s_words[4] + (round % 4 == 0 ? "DATA\r\n" : "") + said;
            var octets = said.ToCharArray();
            for (var change = random.Next(3); change > 0 && octets.Length > 0; change--) octets[random.Next(octets.Length)] = (char)random.Next(256);

            await using var session = SessionUnderTest.Start();
            await session.Peer.SendAsync(new string(octets));
            await session.Peer.EndSendingAsync();
            foreach (var line in await session.Peer.ReadToEndAsync()) Assert.Matches("^[2345][0-9][0-9][ -]", line);
            await TextPeer.SoonAsync(session.Ended);
            Assert.True(session.Faults.Count == 0, $"{new string(octets)}: {session.Faults.FirstOrDefault()}");
            Assert.Equal(session.Handler.Calls.Count(call => call == "DATA"), session.Handler.Calls.Count(call => call is "COMPLETE" or "ABORT"));
        }
    }
}
