namespace Standfast.Storage.Spool;

/// <summary>Where a record stands: segment number and offset in one ordered number.</summary>
internal readonly record struct SpoolPosition(long Value)
{
    public SpoolPosition(int segment, long offset) : this(((long)segment << 32) | offset) { }

    public int Segment => (int)(Value >> 32);

    public long Offset => Value & uint.MaxValue;
}
