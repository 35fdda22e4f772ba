using Standfast.Policy.Compromise;

namespace Standfast.Tests.Policy.Compromise;

public sealed class KeySetTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(20_000)]
    public void Keys_AreKnown_AndFewOthersSeemToBe(int count)
    {
        var set = new KeySet();
        var errors = 0;
        for (var number = 0; number < count; number++)
            if (!set.Add(KeyHash.Of("seen", $"{number}")))
                errors++;
        Assert.InRange(errors, 0, count / 50);
        using var stored = new MemoryStream();
        using var writer = new BinaryWriter(stored);
        set.Write(writer);
        stored.Position = 0;
        var read = KeySet.Read(new BinaryReader(stored));
        Assert.True(Enumerable.Range(count - 200, 200).All(number => read.Contains(KeyHash.Of("seen", $"{number}"))));
        Assert.InRange(Enumerable.Range(0, 10_000).Count(number => read.Contains(KeyHash.Of("unseen", $"{number}"))), 0, 200);
    }

    [Fact]
    public void Size_IsBounded()
    {
        var set = new KeySet();
        for (var number = 0; number < 300_000; number++) set.Add(KeyHash.Of("seen", $"{number}"));
        using var stored = new MemoryStream();
        using var writer = new BinaryWriter(stored);
        set.Write(writer);
        Assert.InRange(stored.Length, 1, 140_000);
        Assert.True(set.Contains(KeyHash.Of("seen", "299999")));
        Assert.False(set.Add(KeyHash.Of("SEEN", "299999")));
    }
}
