namespace Standfast.Policy.Attachments;

/// <summary>What the archives of one message may still take.</summary>
internal sealed class InspectionAllowance(AttachmentOptions options, TimeProvider time, CancellationToken cancellationToken)
{
    private readonly long _began = time.GetTimestamp();
    private long _inflated;
    private int _entries;

    public void TakeEntry()
    {
        Check();
        if (++_entries > options.MaxEntries) throw new InspectionLimitException($"holds more than {options.MaxEntries} files", isBomb: false);
    }

    public void TakeOctets(int count)
    {
        Check();
        _inflated += count;
        if (_inflated > options.MaxInflatedOctets) throw new InspectionLimitException($"unpacks to more than {options.MaxInflatedOctets / (1024 * 1024)} MB", isBomb: false);
    }

    public void Check()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(_began) > options.MaxTime) throw new InspectionLimitException($"takes more than {options.MaxTime.TotalSeconds} s to unpack", isBomb: false);
    }
}
