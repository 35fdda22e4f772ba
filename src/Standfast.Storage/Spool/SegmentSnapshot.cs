using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>All segments as they were at one moment. None of them is deleted until it is disposed.</summary>
internal sealed class SegmentSnapshot(IReadOnlyList<SegmentView> segments, Action release) : IDisposable
{
    /// <summary>In the order of the log.</summary>
    public IReadOnlyList<SegmentView> Segments { get; } = segments;

    /// <summary>The segments of a spool that no server uses.</summary>
    /// <exception cref="NewerFormatException">A newer server wrote here.</exception>
    public static SegmentSnapshot Of(ISpoolDirectory directory)
    {
        var files = new List<ISpoolFile>();
        var found = new List<SegmentView>();
        try
        {
            foreach (var name in directory.List())
            {
                if (!Segment.TryParseName(name, out var number)) continue;
                var file = directory.Open(name);
                files.Add(file);
                if (Segment.ReadVersion(file, number) is not null) found.Add(new SegmentView(number, file, file.SizeBytes));
            }
        }
        catch
        {
            Release();
            throw;
        }

        return new SegmentSnapshot(found, Release);

        void Release()
        {
            foreach (var file in files) file.Dispose();
        }
    }

    public void Dispose() => release();
}
