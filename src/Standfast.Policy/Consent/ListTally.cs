namespace Standfast.Policy.Consent;

/// <summary>Counts of one kind, with the first few.</summary>
internal sealed class ListTally
{
    private const int MaxSamples = 5;

    // A sample is for the eyes; what is longer is cut.
    private const int MaxSampleLength = 100;

    public long Count { get; private set; }

    public List<string> Samples { get; } = [];

    public static ListTally Sum(params ReadOnlySpan<ListTally> parts)
    {
        var sum = new ListTally();
        foreach (var part in parts)
        {
            sum.Count += part.Count;
            sum.Samples.AddRange(part.Samples.Take(MaxSamples - sum.Samples.Count));
        }

        return sum;
    }

    public void Add(string sample, long count = 1)
    {
        Count += count;
        if (Samples.Count < MaxSamples) Samples.Add(sample.Length <= MaxSampleLength ? sample : sample[..MaxSampleLength]);
    }
}
