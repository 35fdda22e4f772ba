using System.Net;
using System.Text;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Scanners;

namespace Standfast.Tests.Policy.Scanners;

public sealed class ScannerCheckTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<ScanVerdict, string?, GuardAction?> Verdicts() => new()
    {
        { new ScanVerdict.Clean(), null, null },
        { new ScanVerdict.Infected("Bad"), "SF-6020", GuardAction.Refuse },
        { new ScanVerdict.Spam(20), "SF-6021", GuardAction.Refuse },
        { new ScanVerdict.Suspicious(7, "add header"), "SF-6022", GuardAction.Hold },
        { new ScanVerdict.Later("greylist"), null, null },
        { new ScanVerdict.Later("soft reject"), "SF-6023", GuardAction.Defer },
        { new ScanVerdict.TooLarge(), "SF-6024", GuardAction.Hold },
        { new ScanVerdict.Unavailable("gone"), "SF-6025", GuardAction.Defer },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task Verdict_DecidesTheFinding(ScanVerdict verdict, string? id, GuardAction? action)
    {
        var finding = await new ScannerCheck([new Fixed(new ScanVerdict.Clean()), new Fixed(verdict)], ScannerFailurePolicy.Defer).CheckAsync(Message("transactional"), Stop);
        Assert.Equal((id, action), (finding?.Id, finding?.Action));
    }

    [Fact]
    public async Task Failure_IsByStream_AndARefusalWinsOverAHold()
    {
        Assert.True(ScannerFailurePolicy.TryParse("hold, bulk=defer, shop/bulk=hold", out var policy));
        var down = new Fixed(new ScanVerdict.Unavailable("gone"));
        Assert.Equal(GuardAction.Hold, (await new ScannerCheck([down], policy).CheckAsync(Message("transactional"), Stop))?.Action);
        Assert.Equal(GuardAction.Defer, (await new ScannerCheck([down], policy).CheckAsync(Message("bulk"), Stop))?.Action);
        Assert.Equal(GuardAction.Hold, policy.For(AccountId.Parse("shop"), StreamName.Parse("bulk")));
        Assert.Equal("SF-6020", (await new ScannerCheck([down, new Fixed(new ScanVerdict.Infected("Bad"))], policy).CheckAsync(Message("transactional"), Stop))?.Id);
        foreach (var wrong in (string[])["", "drop", "defer,bulk", "defer,bulk=drop", "defer,=hold", "defer,bulk=hold,bulk=hold", "defer,a/b/c=hold"]) Assert.False(ScannerFailurePolicy.TryParse(wrong, out _));
    }

    [Fact]
    public async Task Request_SaysWhoSends()
    {
        var scanner = new Fixed(new ScanVerdict.Clean());
        await new ScannerCheck([scanner], ScannerFailurePolicy.Defer).CheckAsync(Message("transactional"), Stop);
        Assert.Equal(("me@mail.example.org", IPAddress.Parse("192.0.2.1")), (scanner.Request!.Sender, scanner.Request.Client));
        Assert.Equal(["you@example.net"], scanner.Request.Recipients);
    }

    private static SubmittedMessage Message(string stream)
    {
        var section = Encoding.ASCII.GetBytes("From: me@mail.example.org\r\n");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        var me = EmailAddress.Parse("me@mail.example.org");
        var context = new SubmissionContext(AccountId.Default, null, IPAddress.Parse("192.0.2.1"), new ReversePath(me), DateTimeOffset.UnixEpoch);
        return new SubmittedMessage(context, default, StreamName.Parse(stream), null, me, [EmailAddress.Parse("you@example.net")], headers, section);
    }

    private sealed class Fixed(ScanVerdict verdict) : IScanner
    {
        public ScanRequest? Request { get; private set; }

        public string Name => "fixed";

        public Task<ScanVerdict> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
        {
            Request = request;
            return Task.FromResult(verdict);
        }
    }
}
