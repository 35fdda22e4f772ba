namespace Standfast.Benchmarks.Spam;

/// <summary>One message of a public corpus, made neutral: nothing left of it that names the corpus or a filter's verdict.</summary>
/// <param name="Source">Corpus and part, such as spamassassin/ham.</param>
/// <param name="Key">Of the text without numbers and spaces: copies of one message share it and so are never parted.</param>
internal sealed record CorpusMessage(string Source, bool IsSpam, string Name, byte[] Content, string Key)
{
    /// <summary>Share of the messages that no filter is trained on.</summary>
    private const double HeldBack = 0.35;

    /// <summary>Fixes which those are. Changing it makes every model and every measured number another one.</summary>
    private const string Seed = "standfast-1";

    /// <summary>Corpus without the part.</summary>
    public string Corpus => Source[..Source.IndexOf('/', StringComparison.Ordinal)];

    public bool IsHeldBack => Draw("split") < HeldBack;

    /// <summary>0 to 1, the same at every run.</summary>
    public double Draw(string purpose)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Seed} {purpose} {Key}"));
        return BitConverter.ToUInt32(hash) / (double)uint.MaxValue;
    }
}
