using Standfast.Mail;
using Standfast.Reception;

namespace Standfast.Tests.Reception;

public sealed class RepliesTests
{
    [Fact]
    public void WithHelp_LinksTheTopicOfTheId_Once()
    {
        var reply = Replies.WithHelp(Replies.RelayDenied(EmailAddress.Parse("a@example.net")), "http://mail.example.org:8025/e/");

        Assert.Equal("550 5.7.1 SF-1004 Relaying denied: example.net is not a local domain; clients submit on the submission port with AUTH (see http://mail.example.org:8025/e/SF-1004)", reply.ToString());
        Assert.Same(reply, Replies.WithHelp(reply, "http://mail.example.org:8025/e/"));
    }

    [Fact]
    public void WithHelp_LeavesAReplyWithoutId()
    {
        Assert.Same(Replies.Ok, Replies.WithHelp(Replies.Ok, "http://mail.example.org:8025/e/"));
        Assert.Equal(Replies.AuthenticationRequired, Replies.WithHelp(Replies.AuthenticationRequired, null));
    }
}
