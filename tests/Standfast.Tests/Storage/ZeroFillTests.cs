using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Standfast.Storage.Files;

namespace Standfast.Tests.Storage;

/// <summary>New files are written with zeros before they are used, and never where they have been used.</summary>
public sealed partial class ZeroFillTests : IDisposable
{
    private const int MiB = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Steps_FillTheFile_FromWhereItsOwnerIs()
    {
        var path = _folder.File("file");
        var owner = NewFile(path);
        using var fill = new ZeroFill(Another(path), (3 * MiB) + 100);
        RandomAccess.Write(owner, new byte[] { 1, 2, 3 }, 0);
        fill.Own(3);
        Assert.True(fill.Step());
        Assert.Equal(MiB + 4096, RandomAccess.GetLength(owner));
        Assert.True(fill.Step());
        Assert.True(fill.Step());
        Assert.Equal((3 * MiB) + 100, RandomAccess.GetLength(owner));
        Assert.False(fill.Step());
        owner.Dispose();
        var content = File.ReadAllBytes(path);
        Assert.Equal([1, 2, 3, 0], content[..4]);
        Assert.Equal(-1, content.AsSpan(3).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void AnOwnerWhoIsFaster_IsLeftAlone()
    {
        var path = _folder.File("file");
        using var owner = NewFile(path);
        using var fill = new ZeroFill(Another(path), 8 * MiB);
        Assert.True(fill.Step());
        fill.Own(MiB);
        Assert.True(fill.Step());
        fill.Own((2 * MiB) + 1);
        Assert.False(fill.Step());
        Assert.False(fill.Step());
        Assert.Equal(2 * MiB, RandomAccess.GetLength(owner));
    }

    [Fact]
    public void AFileThatIsClosed_IsNoError()
    {
        var path = _folder.File("file");
        using var owner = NewFile(path);
        var fill = new ZeroFill(Another(path), 8 * MiB);
        Assert.True(fill.Step());
        fill.Dispose();
        fill.Own(MiB);
        Assert.False(fill.Step());
    }

    [Fact]
    public void AFileThatCannotBeOpenedOnceMore_DoesWithout()
    {
        using var filler = new ZeroFiller();
        Assert.Null(filler.Add(_folder.File("gone"), MiB));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task NothingThatTheOwnerWrote_IsEverOverwritten_WhileBothWrite(int seed)
    {
        var path = _folder.File("file");
        using var owner = NewFile(path);
        var random = new Random(seed);
        var expected = new byte[16 * MiB];
        using var fill = new ZeroFill(Another(path), expected.Length);
        var filling = Task.Run(() => { while (fill.Step()) ; }, Stop);
        for (var end = 0; end < expected.Length - 70_000;)
        {
            var length = random.Next(8, 70_000);
            var piece = expected.AsMemory(end, length);
            random.NextBytes(piece.Span);
            end += length;
            fill.Own(end);
            RandomAccess.Write(owner, piece.Span, end - length);
            if (random.Next(50) == 0) await Task.Delay(1, Stop);
        }

        await filling;
        var content = new byte[expected.Length];
        Assert.Equal(RandomAccess.GetLength(owner), RandomAccess.Read(owner, content, 0));
        Assert.Equal(expected.Length, content.AsSpan().CommonPrefixLength(expected));
    }

    [Fact]
    public async Task NewFilesOfADirectory_AreFilled_OnceMuchIsWritten()
    {
        using var directory = new PosixSpoolDirectory(_folder.File("spool"));
        Assert.SkipUnless(directory.FileSystem.Name is "ext4" or "xfs", "blocks are not written in place here");
        using var first = directory.Create("first", 3 * MiB);
        using var next = directory.Create("next", 3 * MiB);
        for (var write = 0; write < ZeroFiller.LeastWrites - 1; write++) first.Write(write * 8, [new byte[8]]);
        await Task.Delay(50, Stop);
        Assert.Equal(0, WrittenBytes("next"));
        first.Write(ZeroFiller.LeastWrites * 8, [new byte[8]]);
        for (var tries = 0; WrittenBytes("next") < 3 * MiB && tries < 1_000; tries++) await Task.Delay(10, Stop);
        Assert.Equal(3 * MiB, WrittenBytes("first"));
        Assert.Equal(3 * MiB, WrittenBytes("next"));
        using var late = directory.Create("late", MiB);
        for (var tries = 0; WrittenBytes("late") < MiB && tries < 1_000; tries++) await Task.Delay(10, Stop);
        Assert.Equal(MiB, WrittenBytes("late"));
    }

    /// <summary>Up to where blocks were written: those only allocated count as a hole.</summary>
    private long WrittenBytes(string name)
    {
        const int SeekHole = 4;
        using var file = File.OpenHandle(Path.Combine(_folder.File("spool"), name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return lseek(file, 0, SeekHole);
    }

    private static SafeFileHandle NewFile(string path) => File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private static SafeFileHandle Another(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    [LibraryImport("libc")]
    private static partial long lseek(SafeFileHandle file, long offset, int whence);
}
