using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Compromise;

namespace Standfast.Tests.Policy.Compromise;

/// <summary>A watch in virtual time, with senders that can be given a history.</summary>
internal sealed class WatchUnderTest : IAlertChannel, IContainment
{
    public WatchUnderTest(bool onlyReports = false) => (_onlyReports, Watch) = (onlyReports, new SenderWatch(Store, this, Time, onlyReports) { Containment = this });

    private readonly bool _onlyReports;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    public FakeHabitStore Store { get; } = new();

    public SenderWatch Watch { get; private set; }

    public List<SenderAlert> Alerts { get; } = [];

    public List<string> Contained { get; } = [];

    /// <summary>As after a restart: from what is stored.</summary>
    public void Restart() => Watch = new SenderWatch(Store, this, Time, _onlyReports) { Containment = this };

    public Finding? Send(string? user, string client, string subject, string text, string stream = "transactional", string? campaign = null, string from = "shop@mail.example.org", params string[] recipients)
    {
        var message = Message(user, client, subject, text, stream, campaign, from, recipients);
        return Watch.Check(message.Context) ?? Watch.CheckAsync(message, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    public SubmittedMessage Message(string? user, string client, string subject, string text, string stream = "transactional", string? campaign = null, string from = "shop@mail.example.org", params string[] recipients)
    {
        var context = new SubmissionContext(AccountId.Default, user is null ? null : new Credential(user, AccountId.Default, null, default, null), IPAddress.Parse(client), new ReversePath(EmailAddress.Parse(from)), Time.GetUtcNow());
        var section = Encoding.UTF8.GetBytes($"From: {from}\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        return new SubmittedMessage(context, default, StreamName.Parse(stream), campaign is null ? null : CampaignName.Parse(campaign), EmailAddress.Parse(from), [.. recipients.Select(EmailAddress.Parse)], headers, (byte[])[.. section, .. Encoding.UTF8.GetBytes($"\r\n{text}\r\n")]);
    }

    /// <summary>A shop's receipts from one machine: so many in each hour from 8 to 20 UTC, evenly.</summary>
    public void LiveAsShop(string user, int days, int perHour)
    {
        var number = 0;
        for (var day = 0; day < days; day++)
        {
            for (var hour = 0; hour < 24; hour++)
            {
                for (var sent = 0; sent < (hour is >= 8 and < 20 ? perHour : 0); sent++)
                {
                    Assert.Null(Send(user, "192.0.2.10", Receipt(++number).Subject, Receipt(number).Text, recipients: $"buyer{number}@example{number % 40}.net"));
                    Time.Advance(TimeSpan.FromHours(1) / perHour);
                }

                if (hour is < 8 or >= 20) Time.Advance(TimeSpan.FromHours(1));
            }
        }

        Time.Advance(TimeSpan.FromHours(10));
    }

    public static (string Subject, string Text) Receipt(int number) => (
        $"Your order {number}",
        $"Dear customer {number},\r\n\r\nthank you for your order {number} of {number % 28 + 1} March. We have packed it and it leaves our house today. The sum of {number % 90},{number % 100:00} EUR was paid by card.\r\nYour parcel is carried by the post; a carrier brings it within two days.\r\n\r\nKind regards,\r\nyour shop for garden tools");

    public static (string Subject, string Text) Spam(int number) => (
        $"Exclusive investment opportunity {number}",
        $"Hello friend, our traders double crypto deposits every week with guaranteed profit. Register now at http://profit{number % 3}.test/join and claim your bonus before midnight. Limited places, secret method, bankers hate it!");

    void IAlertChannel.Raise(SenderAlert alert) => Alerts.Add(alert);

    Task<long> IContainment.HoldAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken) => Note("hold", scope);

    Task<long> IContainment.ReleaseAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken) => Note("release", scope);

    Task<long> IContainment.DeleteAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken) => Note("delete", scope);

    private Task<long> Note(string what, HoldScope scope)
    {
        Contained.Add($"{what} {scope}");
        return Task.FromResult(7L);
    }
}
