namespace Standfast.Benchmarks.Spam;

/// <param name="Buckets">Each once.</param>
internal sealed record LabelledFeatures(CorpusMessage Message, uint[] Hashes, int[] Buckets)
{
    public bool IsSpam => Message.IsSpam;
}
