using System.Text;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy;
using Standfast.Policy.Checks;

namespace Standfast.Tests.Policy;

public sealed class GuardTests
{
    private static readonly SubmissionContext s_context = new(AccountId.Default, null, null, ReversePath.Null, DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("", null)]
    [InlineData("Note", null)]
    [InlineData("Note Hold", "1")]
    [InlineData("Hold Hold", "0")]
    [InlineData("Hold Refuse", "1")]
    [InlineData("Hold Defer Refuse", "1")]
    [InlineData("Refuse Defer", "0")]
    public async Task CheckMessage_GivesTheFirstThatStops_ElseTheFirstThatHolds(string actions, string? decided)
    {
        var guard = new Guard { Messages = [.. actions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((action, index) => new Fixed(Enum.Parse<GuardAction>(action), index))] };
        var finding = await guard.CheckMessageAsync(Message(), TestContext.Current.CancellationToken);
        Assert.Equal(decided, finding?.Subject);
    }

    [Fact]
    public async Task Watching_ReportsEverything_AndStopsNothing()
    {
        var seen = new List<string>();
        var guard = new Guard { Messages = [new Fixed(GuardAction.Refuse, 0), new Fixed(GuardAction.Hold, 1)], Recipients = [new Fixed(GuardAction.Defer, 2)], IsWatching = true, Observer = (_, id, finding) => seen.Add($"{finding.Subject} {id is not null}") };
        Assert.Null(await guard.CheckMessageAsync(Message(), TestContext.Current.CancellationToken));
        Assert.Null(guard.CheckRecipient(s_context, EmailAddress.Parse("you@example.net")));
        Assert.Equal(["0 True", "1 True", "2 False"], seen);
    }

    [Fact]
    public void ToReply_KeepsTheLineWhole_WhateverTheMessageSays()
    {
        var reply = new Finding("SF-4001", GuardAction.Refuse, "Subject \"a\r\nb\u202e\"", "is\tbad", new string('x', 500)).ToReply("http://mail.example.org/e/");
        var line = Assert.Single(reply.Lines);
        Assert.Equal((550, 400), (reply.Code, line.Length));
        Assert.True(line.All(character => character is >= ' ' and <= '~'));
        Assert.StartsWith("SF-4001 Subject \"a??b?\": is?bad; xxx", line, StringComparison.Ordinal);
    }

    private static SubmittedMessage Message()
    {
        var section = Encoding.ASCII.GetBytes("From: me@mail.example.org\r\n");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        var me = EmailAddress.Parse("me@mail.example.org");
        return new SubmittedMessage(s_context, default, StreamName.Transactional, null, me, [me], headers, section);
    }

    private sealed class Fixed(GuardAction action, int number) : IMessageCheck, IRecipientCheck
    {
        public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) => new(Finding());

        public Finding? Check(SubmissionContext context, EmailAddress recipient) => Finding();

        private Finding Finding() => new("SF-4001", action, number.ToString(System.Globalization.CultureInfo.InvariantCulture), "is bad", "mend it");
    }
}
