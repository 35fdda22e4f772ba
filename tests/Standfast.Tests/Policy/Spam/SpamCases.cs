using System.Collections.Concurrent;
using System.Text;
using Standfast.Policy.Spam;

namespace Standfast.Tests.Policy.Spam;

internal static class SpamCases
{
    /// <summary>The model that is shipped.</summary>
    public static SpamModel Model { get; } = Read();

    public const string Honest = "From: shop@shop.example\r\nSubject: Your receipt\r\n\r\nHello Anna,\r\n\r\nthank you for your order of last week. We have received your payment and are getting your parcel ready. It leaves our house on Thursday.\r\n\r\nIf anything is wrong, just reply to this message.\r\n\r\nKind regards\r\nThe shop\r\n";

    public const string Spam = "From: win@lucky.example\r\nSubject: CONGRATULATIONS!!! You have won\r\nReply-To: <agent@other.example>\r\nContent-Type: text/html\r\n\r\n<html><body>Dear friend, click here to claim your money now! Viagra and cialis without prescription, lowest price online, order now. Earn money at home, no risk, 100% guaranteed income! <a href='http://lucky.example.biz/'>Click here</a> to be removed from our mailing list.</body></html>\r\n";

    public static SpamSubject Subject(string message) => StoredMessage.Read(Encoding.UTF8.GetBytes(message)).ToSpamSubject();

    /// <summary>Lets the weights be chosen: features of the first text are spam, those of the second ham.</summary>
    public static SpamModel ModelOf(string spam, string ham)
    {
        var weights = new sbyte[FeatureSet.Buckets];
        foreach (var hash in SpamClassifier.FeaturesOf(Subject(ham))) weights[FeatureSet.BucketOf(hash)] = -100;
        foreach (var hash in SpamClassifier.FeaturesOf(Subject(spam))) weights[FeatureSet.BucketOf(hash)] = 100;
        return new SpamModel(new SpamModelFacts(DateTimeOffset.UnixEpoch, new string('a', 64), 10, 20, 0.5f, 2, 1, 0, 0.8f, 0.99f), weights, [.. Enumerable.Repeat((byte)64, FeatureSet.Buckets)]);
    }

    private static SpamModel Read() =>
        SpamModelFile.TryReadFile(Path.Combine(AppContext.BaseDirectory, "data", "models", "spam.model"), out var model, out var mistake) ? model : throw new InvalidDataException(mistake);

    /// <summary>Keeps feedback in memory, and can fail.</summary>
    internal sealed class MemoryStore : IFeedbackStore
    {
        public ConcurrentDictionary<string, FeedbackEntry> Entries { get; } = new();

        public bool Fails { get; set; }

        public IReadOnlyList<FeedbackEntry> Load() => [.. Entries.Values];

        public void Save(FeedbackEntry entry)
        {
            if (Fails) throw new IOException("disk full");
            Entries[entry.Fingerprint] = entry;
        }

        public void Remove(string fingerprint)
        {
            if (Fails) throw new IOException("disk full");
            Entries.TryRemove(fingerprint, out _);
        }
    }
}
