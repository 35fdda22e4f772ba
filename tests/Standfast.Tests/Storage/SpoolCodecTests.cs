using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Queue;
using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

public sealed class SpoolCodecTests
{
    private static readonly SpoolId s_id = new(42);
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Metadata_ComesBackWhole()
    {
        var written = Full();
        var read = MessageMetadata.Decode(s_id, written.Encode());
        AssertSame(written, read);
        Assert.Equal((AccountId.Parse("shop"), "shop-x", true), (read.Envelope.Account, read.Envelope.Credential, read.Envelope.Is8Bit));
    }

    [Theory]
    [InlineData(true, RecipientStatus.Held)]
    [InlineData(false, RecipientStatus.Queued)]
    public void Metadata_KeepsThatTheMessageIsHeld(bool isHeld, RecipientStatus status)
    {
        var full = Full();
        var read = MessageMetadata.Decode(s_id, (full with { Envelope = full.Envelope with { IsHeld = isHeld } }).Encode());
        Assert.Equal((isHeld, status), (read.Envelope.IsHeld, read.Envelope.FirstState.Status));
    }

    [Fact]
    public void Metadata_ComesBackWhole_WithAllThatWasAsked()
    {
        var full = Full();
        var written = full with
        {
            Envelope = full.Envelope with
            {
                Stream = StreamName.Parse("newsletter"),
                Campaign = CampaignName.Parse("2026-01/week1"),
                Priority = -9,
                NotBefore = s_now.AddHours(1),
                ExpiresAt = s_now.AddHours(2),
                Return = DsnReturn.Headers,
                EnvelopeId = "QQ+2B314159",
                Notifications = [new RecipientDsn(DsnNotify.Never, null), new RecipientDsn(DsnNotify.Success | DsnNotify.Delay, "rfc822;Dana@Ivory.EDU")],
            },
        };
        var read = MessageMetadata.Decode(s_id, written.Encode());
        AssertSame(written with { Envelope = written.Envelope with { Notifications = [] } }, read with { Envelope = read.Envelope with { Notifications = [] } });
        Assert.Equal(written.Envelope.Notifications, read.Envelope.Notifications);
        Assert.Equal(s_now.AddHours(1), read.Envelope.FirstDue);
    }

    [Fact]
    public void Metadata_OfVersion1_IsStillRead()
    {
        // As the first release wrote it: two recipients, three octets of facts, one chunk.
        var read = MessageMetadata.Decode(s_id, Convert.FromHexString(
            "010000F8B4C848DE080D61406578616D706C652E6F7" +
            "2670473686F700673686F702D780102112262206322406578616D706C652E6E65740D64406578616D706C652E636F6D030102030100000000000100004D000000"));
        Assert.Equal(["\"b c\"@example.net", "d@example.com"], read.Envelope.Recipients.Select(recipient => recipient.ToString()));
        Assert.Equal((AccountId.Parse("shop"), "shop-x", true, s_now), (read.Envelope.Account, read.Envelope.Credential, read.Envelope.Is8Bit, read.Envelope.AcceptedAt));
        Assert.Equal((StreamName.Transactional, null, 0, s_now), (read.Envelope.Stream, read.Envelope.Campaign, read.Envelope.Priority, read.Envelope.FirstDue));
        Assert.Empty(read.Envelope.Notifications);
        Assert.Equal([1, 2, 3], read.Events);
        Assert.Equal([(1L << 40, 77)], read.Chunks);
    }

    [Fact]
    public void Metadata_ComesBack_OfANotificationWithoutAccount()
    {
        var written = new MessageMetadata(new Envelope(s_id, ReversePath.Null, DateTimeOffset.MinValue, []), [], []);
        var read = MessageMetadata.Decode(s_id, written.Encode());
        AssertSame(written, read);
        Assert.True(read.Envelope.Sender.IsNull);
        Assert.Null(read.Envelope.Account);
        Assert.Null(read.Envelope.Credential);
        Assert.False(read.Envelope.DeservesDsn);
    }

    [Fact]
    public void Metadata_ComesBack_WithAThousandRecipients()
    {
        var envelope = new Envelope(s_id, ReversePath.Null, s_now, [.. Enumerable.Range(0, 1000).Select(number => EmailAddress.Parse($"\"a {number}\"@example.net"))]);
        Assert.Equal(envelope.Recipients, MessageMetadata.Decode(s_id, new MessageMetadata(envelope, new byte[70_000], []).Encode()).Envelope.Recipients);
    }

    [Fact]
    public void Metadata_SaysWhoseItIs_WhenItIsDamagedOrNewer()
    {
        var bytes = Full().Encode();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Contains(s_id.ToString(), Assert.Throws<InvalidDataException>(() => MessageMetadata.Decode(s_id, bytes[..length])).Message, StringComparison.Ordinal);
        bytes[0] = 4;
        Assert.Contains("newer", Assert.Throws<InvalidDataException>(() => MessageMetadata.Decode(s_id, bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_OfMutations_IsReadOrRefused()
    {
        var seed = Full().Encode();
        AssertReadOrRefused(seed, bytes => MessageMetadata.Decode(s_id, bytes));
    }

    [Fact]
    public void States_ComeBack_InEveryStatus()
    {
        RecipientState[] states = [.. Enum.GetValues<RecipientStatus>().Select((status, number) => new RecipientState(status, number * 1000, s_now.AddTicks(number)))];
        Assert.Equal(states, StateCodec.Decode(StateCodec.Encode(states)));
        Assert.Empty(StateCodec.Decode(StateCodec.Encode([])));
        RecipientState[] extremes = [new(RecipientStatus.Queued, int.MaxValue, DateTimeOffset.MaxValue), new(RecipientStatus.Held, 0, DateTimeOffset.MinValue)];
        Assert.Equal(extremes, StateCodec.Decode(StateCodec.Encode(extremes)));
    }

    [Fact]
    public void States_ComeBack_WithWarningsAndRoutes()
    {
        Assert.True(RouteOverride.TryParse("relay.example:2525", out var route));
        RecipientState[] states =
        [
            new(RecipientStatus.Queued, 1, s_now) { IsWarned = true }, new(RecipientStatus.Held, 2, s_now) { Route = route }, new(RecipientStatus.Delivered, 3, s_now),
            new(RecipientStatus.Queued, 4, s_now) { IsWarned = true, Route = route },
        ];
        Assert.Equal(states, StateCodec.Decode(StateCodec.Encode(states)));
    }

    [Fact]
    public void States_AreRefused_WhenCutOrLengthened()
    {
        Assert.True(RouteOverride.TryParse("relay.example", out var route));
        var bytes = StateCodec.Encode([new RecipientState(RecipientStatus.Queued, 1, s_now) { Route = route }, new RecipientState(RecipientStatus.Delivered, 1, s_now)]);
        for (var length = 0; length < bytes.Length; length++) Assert.Throws<InvalidDataException>(() => StateCodec.Decode(bytes.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => StateCodec.Decode([.. bytes, 0]));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })] // status
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })] // time below zero
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })] // time past the last year
    public void States_AreRefused_WhenANumberIsNone(byte[] bytes) => Assert.Throws<InvalidDataException>(() => StateCodec.Decode(bytes));

    [Fact]
    public void States_OfMutations_AreReadOrRefused() =>
        AssertReadOrRefused(StateCodec.Encode([new RecipientState(RecipientStatus.Queued, 1, s_now) { IsWarned = true }, new RecipientState(RecipientStatus.Held, 2, s_now)]), bytes => StateCodec.Decode(bytes));

    private static MessageMetadata Full()
    {
        var envelope = new Envelope(s_id, new ReversePath(EmailAddress.Parse("a@example.org")), s_now, [EmailAddress.Parse("\"b c\"@example.net"), EmailAddress.Parse("用户@例子.广告")])
        {
            Account = AccountId.Parse("shop"),
            Credential = "shop-x",
            Is8Bit = true,
        };
        return new MessageMetadata(envelope, [1, 2, 3], [(1L << 40, int.MaxValue), (7, 0)]);
    }

    private static void AssertSame(MessageMetadata written, MessageMetadata read)
    {
        // The arrays are compared by content.
        Assert.Equal(written.Envelope with { Recipients = [] }, read.Envelope with { Recipients = [] });
        Assert.Equal(written.Envelope.Recipients, read.Envelope.Recipients);
        Assert.Equal(written.Events, read.Events);
        Assert.Equal(written.Chunks, read.Chunks);
    }

    private static void AssertReadOrRefused(byte[] seed, Action<byte[]> decode)
    {
        var random = new Random(1);
        for (var round = 0; round < 30_000; round++)
        {
            byte[] bytes = [.. seed];
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                decode(bytes);
            }
            catch (InvalidDataException)
            {
                // The one answer to damage.
            }
        }
    }
}
