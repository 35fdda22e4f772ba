namespace Standfast.Recovery.Requests.Rendering;

/// <summary>A document without a form yet.</summary>
public sealed record RequestDocument(string Title, IReadOnlyList<RequestBlock> Blocks);
