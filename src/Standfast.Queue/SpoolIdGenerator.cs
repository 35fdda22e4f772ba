using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>Makes ids of new messages. May be called concurrently.</summary>
public sealed class SpoolIdGenerator(TimeProvider time, Random random)
{
    private readonly Lock _lock = new();

    public SpoolId Next()
    {
        Span<byte> bits = stackalloc byte[10];
        lock (_lock) random.NextBytes(bits);
        return SpoolId.Create(time.GetUtcNow(), bits);
    }
}
