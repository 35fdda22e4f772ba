using Standfast.Api;

namespace Standfast.Cli.Files;

/// <summary>Reads replies by the rules that come with this program, where no server runs.</summary>
public interface IReplyReader
{
    /// <summary>Null where the rules cannot be read.</summary>
    ReplyClassResponse? Classify(ClassifyRequest request);

    /// <summary>What is wrong with a provider's name, as a sentence; null where there is such a provider, or the rules cannot be read. A host name is none of ours to judge.</summary>
    string? FindUnknown(string provider);
}
