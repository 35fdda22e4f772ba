namespace Standfast.Policy.Attachments;

/// <param name="Path">Names of the storages it lies in and its own, each after a slash; the root's is empty.</param>
internal sealed record Ole2Entry(string Path, bool IsStorage, int Start, long Size, Guid Class)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
