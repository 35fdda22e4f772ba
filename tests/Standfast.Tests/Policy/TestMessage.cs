using System.Text;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;

namespace Standfast.Tests.Policy;

/// <summary>Messages as the guard sees them.</summary>
internal static class TestMessage
{
    public static SubmittedMessage Of(string stream, string fields, params string[] recipients)
    {
        var section = Encoding.ASCII.GetBytes($"From: me@mail.example.org\r\n{fields}");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        var context = new SubmissionContext(AccountId.Parse("shop"), null, null, ReversePath.Null, new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
        var id = SpoolId.Create(context.At, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        return new SubmittedMessage(context, id, StreamName.Parse(stream), null, EmailAddress.Parse("me@mail.example.org"), [.. recipients.Select(EmailAddress.Parse)], headers, section);
    }
}
