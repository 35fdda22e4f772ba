using System.Net;
using System.Text;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Compromise;
using Standfast.Storage.Sqlite;

namespace Standfast.Scenarios.Attacks;

/// <summary>
/// Weeks of honest mail of a credential, lived through by the server's own watch in virtual time and written to the server's own store,
/// before the credential sends anything for real.
/// </summary>
internal sealed class SenderHistory : TimeProvider, IAlertChannel
{
    private DateTimeOffset _now;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>From one network, evenly through day and night, ending now.</summary>
    /// <param name="write">Subject and text of the n-th message.</param>
    /// <param name="recipient">Of the n-th message.</param>
    public static void Write(ServerProcess server, string user, int days, int perHour, Func<int, (string Subject, string Text)> write, Func<int, string> recipient, string client = "127.0.0.1")
    {
        var history = new SenderHistory();
        using var store = SqliteHabitStore.Open(Path.Combine(server.Data, "habits.db"), history);
        var watch = new SenderWatch(store, history, history, onlyReports: false);
        var end = System.GetUtcNow() - TimeSpan.FromMinutes(2);
        history._now = end - TimeSpan.FromDays(days);
        for (var number = 0; history._now < end; number++)
        {
            var (subject, text) = write(number);
            Assert.Null(watch.CheckAsync(Message(user, client, history._now, subject, text, recipient(number)), CancellationToken.None).AsTask().GetAwaiter().GetResult());
            history._now += TimeSpan.FromHours(1) / perHour;
        }

        watch.Save();
    }

    public void Raise(SenderAlert alert) => Assert.Fail($"honest mail raised an alert: {alert}");

    private static SubmittedMessage Message(string user, string client, DateTimeOffset at, string subject, string text, string recipient)
    {
        var from = EmailAddress.Parse("shop@mail.example.org");
        var context = new SubmissionContext(AccountId.Default, new Credential(user, AccountId.Default, null, at, null), IPAddress.Parse(client), new ReversePath(from), at);
        var section = Encoding.UTF8.GetBytes($"From: {from}\r\nSubject: {subject}\r\n");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        return new SubmittedMessage(context, default, StreamName.Transactional, null, from, [EmailAddress.Parse(recipient)], headers, Encoding.UTF8.GetBytes($"From: {from}\r\nSubject: {subject}\r\n\r\n{text}\r\n"));
    }
}
