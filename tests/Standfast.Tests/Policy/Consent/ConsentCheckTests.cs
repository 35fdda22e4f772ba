using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;
using Standfast.Tests.Policy.Suppression;
using Standfast.Tests.Policy.Unsubscribe;

namespace Standfast.Tests.Policy.Consent;

public sealed class ConsentCheckTests
{
    private static readonly AccountId s_shop = AccountId.Parse("shop");
    private static readonly UnsubscribeOptions s_options = new() { PublicUrl = "https://mail.example.org" };
    private readonly FakeConsentStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly SuppressionList _suppressions = new(new FakeSuppressionStore(), new byte[16]);

    // consent.required, stream of the message, its recipients; ann has asked for bulk.
    [Theory]
    [InlineData("shop", "bulk", "ann@example.net", null)]
    [InlineData("shop", "bulk", "Ann@Example.net", null)]
    [InlineData("shop", "bulk", "bob@example.net", "SF-3101 bob@example.net: has not asked for stream bulk of account shop, as far as is recorded here")]
    [InlineData("shop", "bulk", "ann@example.net bob@example.net eve@example.net", "SF-3101 bob@example.net: and 1 other recipients have not asked for stream bulk")]
    [InlineData("shop", "news", "bob@example.net", null)]
    [InlineData("shop", "transactional", "bob@example.net", null)]
    [InlineData("shop/news", "news", "ann@example.net", "SF-3101 ann@example.net: has not")]
    [InlineData("*/news", "news", "ann@example.net", "SF-3101 ann@example.net: has not")]
    [InlineData("other", "bulk", "bob@example.net", null)]
    public async Task Mail_GoesToThoseWhoAsked(string required, string stream, string recipients, string? refused)
    {
        var ledger = new ConsentLedger(_store, new byte[16]);
        ledger.Add(new ConsentRecord(s_shop, StreamName.Bulk, AddressKey.FromStored("ann@example.net"), _time.GetUtcNow(), "form"));
        Assert.True(ConsentRequirement.TryParse(required, out var requirement));
        var finding = await new ConsentCheck(ledger, [requirement], s_options).CheckAsync(TestMessage.Of(stream, "", recipients.Split(' ')), TestContext.Current.CancellationToken);
        if (refused is null) Assert.Null(finding);
        else Assert.StartsWith(refused, finding!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Confirmation_IsProof_AndTakesBackWhatWasUnsubscribed()
    {
        var (ledger, ann) = (new ConsentLedger(_store, new byte[16]), EmailAddress.Parse("Ann@example.net"));
        var requests = new ConsentRequests(ledger, _suppressions, new TokenKeys([UnsubscribeTokensTests.Key(1)]), _time);
        foreach (var (stream, reason) in ((StreamName?, SuppressionReason)[])[(null, SuppressionReason.Unsubscribed), (StreamName.Bulk, SuppressionReason.Unsubscribed), (StreamName.Parse("news"), SuppressionReason.Unsubscribed), (StreamName.Bulk, SuppressionReason.Complaint)])
            _suppressions.Add(new SuppressedAddress(AddressKey.Of(ann), SuppressionScope.Of(s_shop, stream), reason, _time.GetUtcNow()));
        var token = requests.Write(s_shop, StreamName.Bulk, ann);
        _time.Advance(TimeSpan.FromDays(1));

        requests.Confirm(requests.Read(token)!, "203.0.113.5");
        var record = Assert.Single(_store.Records);
        Assert.Equal(("ann@example.net", "double-opt-in", "203.0.113.5", _time.GetUtcNow()), (record.Address.Value, record.How, record.SourceAddress, record.At));
        Assert.Equal("pressed the button of the confirmation link that was made at 2026-11-26T12:00:00Z and sent to this address", record.Proof);
        Assert.True(ledger.Has(s_shop, StreamName.Bulk, ann));
        Assert.Equal(["stream bulk of account shop complaint", "stream news of account shop unsubscribed"], _suppressions.Find(new SuppressionQuery()).Select(entry => $"{entry.Scope} {entry.Reason.Name()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ConfirmationLink_EndsAfterItsTime_AndIsNoUnsubscribeLink()
    {
        var keys = new TokenKeys([UnsubscribeTokensTests.Key(1)]);
        var requests = new ConsentRequests(new ConsentLedger(_store, new byte[16]), _suppressions, keys, _time);
        var token = requests.Write(s_shop, StreamName.Bulk, EmailAddress.Parse("ann@example.net"));
        Assert.False(new UnsubscribeTokens(keys).TryRead(token, out _));
        Assert.Null(requests.Read(token[..^1]));
        _time.Advance(ConsentRequests.Lifetime);
        Assert.NotNull(requests.Read(token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(requests.Read(token));
    }
}
