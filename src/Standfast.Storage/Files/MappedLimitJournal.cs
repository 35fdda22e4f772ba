using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using Standfast.Mail;
using Standfast.Policy.Limits;
using Standfast.Queue.Clocks;

namespace Standfast.Storage.Files;

/// <summary>
/// Takings in a file that is mapped into memory: to note one costs a copy, and the kernel keeps it when the process is killed. Two halves are
/// written in turn, each for one boot of the machine.
/// </summary>
public sealed class MappedLimitJournal : ILimitJournal, IDisposable
{
    /// <summary>Some 40,000 takings of four counters.</summary>
    private const int HalfBytes = 4 * 1024 * 1024;

    /// <summary>Kept free of takings, so that what becomes of them can be noted.</summary>
    private const int ReserveBytes = 256 * 1024;

    // Of a half: what it is, which turn, and the boot.
    private const int HeaderBytes = 64, GenerationAt = 8, BootAt = 16, BootBytes = 16;
    private const long Magic = 0x31_4a_4c_46_53; // "SFLJ1"

    private const byte Take = 1, Accepted = 2, Returned = 3;
    private const int IdBytes = 16, PartBytes = 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte[]? _boot;
    private readonly ILimitJournal.Left? _left;
    private byte[] _record = new byte[512];
    private int _half;
    private int _end = HeaderBytes;
    private int _oldEnd = HalfBytes;
    private long _generation;
    private bool _isOtherKept;

    private MappedLimitJournal(string path, IClockMemory machine)
    {
        Allocate(path);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 2 * HalfBytes, MemoryMappedFileAccess.ReadWrite);
        _view = _file.CreateViewAccessor(0, 2 * HalfBytes, MemoryMappedFileAccess.ReadWrite);
        _boot = machine.Now is { } now ? SHA256.HashData(Encoding.UTF8.GetBytes(now.Boot))[..BootBytes] : null;
        _left = Read();
        if (_left is null)
        {
            Clear(0, HalfBytes);
            Clear(1, HalfBytes);
        }
    }

    /// <param name="machine">Only its boot is asked for.</param>
    /// <exception cref="IOException">The file cannot be made or mapped.</exception>
    public static MappedLimitJournal Open(string path, IClockMemory machine) => new(path, machine);

    public ILimitJournal.Left? Load() => _left;

    public bool TryTake(LimitTaking taking)
    {
        var length = 1 + IdBytes + sizeof(long) + sizeof(int) + (taking.Parts.Length * PartBytes);
        if (_end + sizeof(int) + length > HalfBytes - ReserveBytes) return false;
        if (_record.Length < length) _record = new byte[length];
        var record = _record.AsSpan(0, length);
        Begin(record, Take, taking.Message);
        BinaryPrimitives.WriteInt64LittleEndian(record[(1 + IdBytes)..], taking.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(record[(1 + IdBytes + sizeof(long))..], taking.Parts.Length);
        var rest = record[(1 + IdBytes + sizeof(long) + sizeof(int))..];
        foreach (var part in taking.Parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, part.Number);
            BinaryPrimitives.WriteInt64LittleEndian(rest[4..], part.Slot);
            BinaryPrimitives.WriteInt64LittleEndian(rest[12..], part.Amount);
            rest = rest[PartBytes..];
        }

        return TryAppend(record);
    }

    public void Accept(SpoolId message)
    {
        Span<byte> record = stackalloc byte[1 + IdBytes];
        Begin(record, Accepted, message);
        TryAppend(record);
    }

    public void GiveBack(SpoolId message, long sequence)
    {
        Span<byte> record = stackalloc byte[1 + IdBytes + sizeof(long)];
        Begin(record, Returned, message);
        BinaryPrimitives.WriteInt64LittleEndian(record[(1 + IdBytes)..], sequence);
        TryAppend(record);
    }

    public bool TrySwitch(IReadOnlyCollection<LimitTaking> unsettled)
    {
        if (_isOtherKept) return false;
        _oldEnd = _end;
        _half = 1 - _half;
        _isOtherKept = true;
        BeginHalf();
        foreach (var taking in unsettled) TryTake(taking);
        return true;
    }

    public void Release()
    {
        if (!_isOtherKept) return;
        Clear(1 - _half, _oldEnd);
        _isOtherKept = false;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>With all its blocks: a page that cannot be stored would end the process when it is written to.</summary>
    private static void Allocate(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length == 2 * HalfBytes) return;
        DurableFile.Write(path, new byte[2 * HalfBytes]);
    }

    private static void Begin(Span<byte> record, byte kind, SpoolId message)
    {
        record[0] = kind;
        message.WriteTo(record[1..]);
    }

    private bool TryAppend(ReadOnlySpan<byte> record)
    {
        if (_end + sizeof(int) + record.Length > HalfBytes) return false;
        var at = (_half * HalfBytes) + _end;
        _view.SafeMemoryMappedViewHandle.WriteSpan((ulong)(at + sizeof(int)), record);
        // The length makes it one: a process that is killed before leaves nothing.
        Thread.MemoryBarrier();
        _view.Write(at, record.Length);
        _end += sizeof(int) + record.Length;
        return true;
    }

    private void BeginHalf()
    {
        _end = HeaderBytes;
        var at = _half * HalfBytes;
        if (_boot is not null) _view.WriteArray(at + BootAt, _boot, 0, BootBytes);
        _view.Write(at + GenerationAt, ++_generation);
        Thread.MemoryBarrier();
        _view.Write(at, Magic);
    }

    /// <summary>The header first: what is half cleared is no journal.</summary>
    private void Clear(int half, int end)
    {
        _view.Write((long)half * HalfBytes, 0L);
        Thread.MemoryBarrier();
        var zeros = new byte[64 * 1024];
        for (var at = sizeof(long); at < end; at += zeros.Length)
            _view.WriteArray((half * HalfBytes) + at, zeros, 0, Math.Min(zeros.Length, end - at));
    }

    /// <summary>Both halves, the older first.</summary>
    private ILimitJournal.Left? Read()
    {
        var halves = Enumerable.Range(0, 2).Where(IsOfThisBoot).OrderBy(half => _view.ReadInt64((half * HalfBytes) + GenerationAt)).ToList();
        if (halves.Count == 0) return null;
        var takings = new Dictionary<(SpoolId, long), LimitTaking>();
        var (accepted, returned) = (new HashSet<SpoolId>(), new Dictionary<SpoolId, long>());
        foreach (var half in halves)
        {
            _oldEnd = _end;
            _half = half;
            _generation = _view.ReadInt64((half * HalfBytes) + GenerationAt);
            ReadHalf(takings, accepted, returned);
        }

        _isOtherKept = halves.Count == 2;
        if (!_isOtherKept) Clear(1 - _half, HalfBytes);
        return new ILimitJournal.Left([.. takings.Values.OrderBy(taking => taking.Sequence)], accepted, returned);
    }

    private bool IsOfThisBoot(int half)
    {
        if (_boot is null || _view.ReadInt64(half * HalfBytes) != Magic) return false;
        var boot = new byte[BootBytes];
        _view.ReadArray((half * HalfBytes) + BootAt, boot, 0, BootBytes);
        return boot.AsSpan().SequenceEqual(_boot);
    }

    private void ReadHalf(Dictionary<(SpoolId, long), LimitTaking> takings, HashSet<SpoolId> accepted, Dictionary<SpoolId, long> returned)
    {
        var bytes = new byte[HalfBytes];
        _view.ReadArray(_half * HalfBytes, bytes, 0, HalfBytes);
        for (_end = HeaderBytes; _end + sizeof(int) <= HalfBytes;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(_end));
            if (length < 1 + IdBytes || _end + sizeof(int) + length > HalfBytes) break;
            var record = bytes.AsSpan(_end + sizeof(int), length);
            var message = SpoolId.ReadFrom(record[1..]);
            if (record[0] == Accepted) accepted.Add(message);
            else if (record[0] == Returned) returned[message] = BinaryPrimitives.ReadInt64LittleEndian(record[(1 + IdBytes)..]);
            else if (TryReadTaking(record, message) is { } taking) takings[(message, taking.Sequence)] = taking;
            _end += sizeof(int) + length;
        }

        // What a killed process had begun after the last record.
        if (_end < HalfBytes) _view.WriteArray((_half * HalfBytes) + _end, new byte[HalfBytes - _end], 0, HalfBytes - _end);
    }

    private static LimitTaking? TryReadTaking(ReadOnlySpan<byte> record, SpoolId message)
    {
        var rest = record[(1 + IdBytes)..];
        if (rest.Length < sizeof(long) + sizeof(int)) return null;
        var (sequence, count) = (BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadInt32LittleEndian(rest[8..]));
        rest = rest[12..];
        if (count < 0 || rest.Length != (long)count * PartBytes) return null;
        var parts = ImmutableArray.CreateBuilder<LimitTaking.Part>(count);
        for (; rest.Length > 0; rest = rest[PartBytes..])
            parts.Add(new LimitTaking.Part(BinaryPrimitives.ReadInt32LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[4..]), BinaryPrimitives.ReadInt64LittleEndian(rest[12..])));
        return new LimitTaking(message, sequence, parts.MoveToImmutable());
    }
}
