using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>An id without the alignment of its 128 bits, so that what stands beside it takes no more than it needs.</summary>
internal readonly struct PackedId(SpoolId id)
{
    private readonly uint _first = (uint)(id.Value >> 96);
    private readonly uint _second = (uint)(id.Value >> 64);
    private readonly uint _third = (uint)(id.Value >> 32);
    private readonly uint _fourth = (uint)id.Value;

    public SpoolId Value => new(new UInt128(((ulong)_first << 32) | _second, ((ulong)_third << 32) | _fourth));
}
