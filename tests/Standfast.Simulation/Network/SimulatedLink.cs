using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Network;

/// <summary>
/// One connection: two ends, and a carrier for each direction that cuts what was sent into segments and brings them over, each
/// after a while. It can be reset, cut (nothing arrives any more, and nobody is told) or stalled.
/// </summary>
public sealed class SimulatedLink
{
    private readonly SimulatedProcess _world;
    private readonly TimeProvider _clock;
    private readonly Pipe[] _sent;
    private readonly Pipe[] _arrived;
    private readonly int _maxSegment;
    private readonly TimeSpan _latency;
    private bool _isReset;
    private bool _isCut;
    private TimeSpan _stalledUntil;
    private int _done;

    /// <param name="maxSegment">Most octets that arrive at once; 1 for one at a time.</param>
    public SimulatedLink(SimulatedProcess world, TimeProvider clock, int maxSegment, TimeSpan latency)
    {
        (_world, _clock, _maxSegment, _latency) = (world, clock, maxSegment, latency);
        _sent = [MakePipe(), MakePipe()];
        _arrived = [MakePipe(), MakePipe()];
        Ends = [new LinkEnd(this, 0, _arrived[0].Reader, _sent[0].Writer), new LinkEnd(this, 1, _arrived[1].Reader, _sent[1].Writer)];
        world.Start(() => CarryAsync(0));
        world.Start(() => CarryAsync(1));
    }

    /// <summary>Address that it was opened from; null for the system's choice.</summary>
    public IPAddress? Source { get; set; }

    /// <summary>Who connected, and who was connected to.</summary>
    public LinkEnd[] Ends { get; }

    /// <summary>A fault has met it: what either end knows of the other's doings may be wrong.</summary>
    public bool IsDisturbed { get; private set; }

    /// <summary>Both directions have ended.</summary>
    public bool IsOver => _done == 2;

    public Action? Ended { get; set; }

    public void Reset()
    {
        IsDisturbed = true;
        _isReset = true;
        Wake();
    }

    public void Cut()
    {
        IsDisturbed = true;
        _isCut = true;
    }

    public void Stall(TimeSpan time)
    {
        IsDisturbed = true;
        _stalledUntil = _world.Scheduler.Now + time;
    }

    /// <summary>The process at that end is gone: what it had sent still arrives, then the end of the connection.</summary>
    public void Abandon(int end)
    {
        IsDisturbed = true;
        _sent[end].Writer.Complete();
        _arrived[end].Reader.Complete();
    }

    private static Pipe MakePipe() => new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));

    private void Wake()
    {
        foreach (var pipe in _sent) pipe.Reader.CancelPendingRead();
        foreach (var pipe in _arrived) pipe.Writer.CancelPendingFlush();
    }

    /// <summary>Null where an end was closed with octets that it had not sent: they are lost, and the connection with them.</summary>
    private static async Task<ReadResult?> ReadAsync(PipeReader source)
    {
        try
        {
            return await source.ReadAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task CarryAsync(int from)
    {
        var source = _sent[from].Reader;
        var target = _arrived[1 - from].Writer;
        var random = _world.Scheduler.Random;
        while (!_isReset)
        {
            if (await ReadAsync(source) is not { } result)
            {
                _isReset = true;
                Wake();
                break;
            }

            if (_isReset) break;
            if (result.Buffer.IsEmpty && result.IsCompleted) break;
            var length = (int)Math.Min(result.Buffer.Length, random.Next(1, _maxSegment + 1));
            var segment = result.Buffer.Slice(0, length).ToArray();
            source.AdvanceTo(result.Buffer.GetPosition(length));
            await Task.Delay(_latency * random.NextDouble() + TimeSpan.FromTicks(random.Next(10_000)), _clock);
            while (_stalledUntil > _world.Scheduler.Now && !_isReset) await Task.Delay(_stalledUntil - _world.Scheduler.Now + TimeSpan.FromMilliseconds(1), _clock);
            if (_isReset) break;
            if (_isCut) continue;
            _world.Scheduler.Trace("net", segment.Length);
            var flush = await target.WriteAsync(segment);
            if (!flush.IsCompleted) continue;
            // Who was sent to is gone: whoever sends is told, and hears what was said before that on the way back.
            break;
        }

        // A cut connection does not even end, until the system gives up on it.
        for (var waited = 0; _isCut && !_isReset && waited < 12; waited++) await Task.Delay(TimeSpan.FromMinutes(10), _clock);
        _isReset |= _isCut;
        await source.CompleteAsync();
        await target.CompleteAsync(_isReset ? new IOException("connection reset by peer") : null);
        if (++_done == 2) Ended?.Invoke();
    }
}
