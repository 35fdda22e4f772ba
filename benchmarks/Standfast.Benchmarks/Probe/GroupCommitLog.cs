using Standfast.Storage.Files;

namespace Standfast.Benchmarks.Probe;

/// <summary>
/// Appends to one preallocated file, which it starts over when full. One thread writes all that waits in one call, syncs once and
/// lets all of them go; what arrives meanwhile is the next group.
/// </summary>
internal sealed class GroupCommitLog : IDisposable
{
    private const int FileBytes = 256 * 1024 * 1024;
    private static readonly ReadOnlyMemory<byte> s_recordHeader = new byte[16];

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _work = new(false);
    private readonly PosixSpoolDirectory _directory;
    private readonly ISpoolFile _file;
    private List<Waiting> _waiting = [];

    public GroupCommitLog(string folder)
    {
        _directory = new PosixSpoolDirectory(folder);
        _file = _directory.Create("probe.log", FileBytes);
        _directory.Sync();
        new Thread(Run) { IsBackground = true, Name = "probe log" }.Start();
    }

    /// <returns>Ends when the message is on disk.</returns>
    public Task AppendAsync(ReadOnlyMemory<byte> message)
    {
        var waiting = new Waiting(message, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        bool first;
        lock (_gate)
        {
            _waiting.Add(waiting);
            first = _waiting.Count == 1;
        }

        if (first) _work.Set();
        return waiting.Done.Task;
    }

    public void Dispose()
    {
        _file.Dispose();
        _directory.Dispose();
        _work.Dispose();
    }

    private void Run()
    {
        List<Waiting> group = [];
        List<ReadOnlyMemory<byte>> pieces = [];
        long offset = 0;
        while (true)
        {
            _work.WaitOne();
            lock (_gate) (_waiting, group) = (group, _waiting);
            long size = 0;
            foreach (var (message, _) in group)
            {
                pieces.Add(s_recordHeader);
                pieces.Add(message);
                size += s_recordHeader.Length + message.Length;
            }

            if (offset + size > FileBytes) offset = 0;
            _file.Write(offset, pieces);
            _file.Sync();
            offset += size;
            foreach (var (_, done) in group) done.SetResult();
            group.Clear();
            pieces.Clear();
        }
    }

    private readonly record struct Waiting(ReadOnlyMemory<byte> Message, TaskCompletionSource Done);
}
