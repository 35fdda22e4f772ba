using Standfast.Api;

namespace Standfast.Cli.Files;

/// <summary>Reads replies by the rules that come with this program, where no server runs.</summary>
public interface IReplyReader
{
    /// <summary>Null where the rules cannot be read.</summary>
    ReplyClassResponse? Classify(ClassifyRequest request);
}
