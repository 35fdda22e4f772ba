using System.Buffers;
using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Tests.Events;

public sealed class EventCodecTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, 123, TimeSpan.Zero);

    public static TheoryData<MailEventKind> Kinds => [.. Enum.GetValues<MailEventKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TryRead_GivesBackEveryKind_BareAndFull(MailEventKind kind)
    {
        MailEvent[] facts = [new(new SpoolId(7), s_now, kind), Full(kind), Full(kind) with { Attempt = new AttemptDetail(int.MaxValue, "", null, null, "") }];
        Assert.True(EventCodec.TryRead(Write(facts), out var read));
        Assert.Equal(facts, read);
    }

    [Fact]
    public void TryRead_GivesBackNone_OfNone()
    {
        Assert.True(EventCodec.TryRead(Write(), out var read));
        Assert.Empty(read);
    }

    [Fact]
    public void TryRead_KeepsEmptyTextApartFromNone()
    {
        var fact = new MailEvent(default, DateTimeOffset.MinValue, MailEventKind.Deferred) { Detail = "", Recipient = "", Sender = null };
        Assert.True(EventCodec.TryRead(Write(fact), out var read));
        Assert.Equal(fact, Assert.Single(read));
    }

    [Fact]
    public void TryRead_GivesBackManyAndLongFacts()
    {
        var facts = Enumerable.Range(0, 1000).Select(number => Full(MailEventKind.Deferred) with { Detail = new string('é', number * 10) }).ToArray();
        Assert.True(EventCodec.TryRead(Write(facts), out var read));
        Assert.Equal(facts, read);
    }

    [Fact]
    public void TryRead_RefusesEveryPrefix_AndWhatFollowsTheEnd()
    {
        var bytes = Write(Full(MailEventKind.Bounced), Full(MailEventKind.Delivered));
        for (var length = 0; length < bytes.Length; length++) AssertRefused(bytes[..length]);
        AssertRefused([.. bytes, 0]);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 4, 0 })]
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })] // a count of -1
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 })] // a count of 2^31 - 1
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })] // a count of more than 32 bits
    public void TryRead_RefusesAnotherVersion_AndACountThatIsNone(byte[] bytes) => AssertRefused(bytes);

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public void TryRead_RefusesAKindThatIsNone(byte kind)
    {
        var bytes = Write(new MailEvent(default, s_now, MailEventKind.Accepted));
        // Version, count, 16 octets of message, 8 of time.
        Assert.Equal((byte)MailEventKind.Accepted, bytes[26]);
        bytes[26] = kind;
        AssertRefused(bytes);
    }

    [Fact]
    public void TryRead_OfMutations_NeverThrows()
    {
        var seed = Write(Full(MailEventKind.Deferred), Full(MailEventKind.Held));
        var random = new Random(1);
        var refused = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var bytes = seed[..^random.Next(3)];
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (!EventCodec.TryRead(bytes, out var read))
            {
                refused++;
                Assert.Empty(read);
                continue;
            }

            Assert.Equal(2, read.Count);
        }

        Assert.InRange(refused, 10_000, 49_999);
    }

    private static MailEvent Full(MailEventKind kind) => new(new SpoolId(UInt128.MaxValue >> 1), s_now, kind)
    {
        Recipient = "用户@example.net",
        Sender = "a@example.org",
        Account = AccountId.Parse("shop-1"),
        Detail = "550 5.1.1 No such user\r\n\0",
        Credential = "shop-1-x2y3z4a5",
        Stream = StreamName.Bulk,
        Campaign = CampaignName.Parse("may"),
        Attempt = new AttemptDetail(3, "mx.example.net", "192.0.2.1:25", "TLSv1.3 TLS_AES_256_GCM_SHA384", "rcpt") { Source = "a", Provider = "google" },
    };

    private static byte[] Write(params MailEvent[] facts)
    {
        var output = new ArrayBufferWriter<byte>();
        EventCodec.Write(output, facts);
        return output.WrittenSpan.ToArray();
    }

    private static void AssertRefused(byte[] bytes)
    {
        Assert.False(EventCodec.TryRead(bytes, out var read));
        Assert.Empty(read);
    }

    /// <summary>Version 2 ended each try at its phase.</summary>
    [Fact]
    public void TryRead_ReadsVersion2()
    {
        var fact = Full(MailEventKind.Bounced) with { Attempt = new AttemptDetail(1, "mx.example.net", null, null, "rcpt") };
        var bytes = Write(fact)[..^2];
        bytes[0] = 2;

        Assert.True(EventCodec.TryRead(bytes, out var read));

        Assert.Equal(fact, Assert.Single(read));
    }

    /// <summary>Version 1 as it was written before credential, stream and campaign were facts.</summary>
    [Fact]
    public void TryRead_ReadsVersion1()
    {
        var bytes = Convert.FromHexString("0101" + "0000000000000000000000000000002A" + "00C0" + "9C9F42F4DC08"[..12] + "04" + "01" + "05" + "6140622E63" + "00" + "00" + "01" + "02" + "6E6F" + "00");
        Assert.True(EventCodec.TryRead(bytes, out var facts));
        var fact = Assert.Single(facts);
        Assert.Equal((MailEventKind.Bounced, "a@b.c", "no", null, null), (fact.Kind, fact.Recipient, fact.Detail, fact.Stream, fact.Credential));
    }
}
