"""One server under one load: rate, CPU time a message, peak memory."""
import os
import shutil
import tempfile
import time
from dataclasses import dataclass

from . import load, numbers, ports, usage


@dataclass(frozen=True)
class Load:
    """mode: accept (keep the mail) or relay (rate until the sink has all); kept: many messages a session, else one; content: a file
    with header and body that is sent instead of smtp-source's own of that size."""
    mode: str
    size: int
    sessions: int
    kept: bool
    content: str | None = None


@dataclass(frozen=True)
class Result:
    """rate is None when the server did nothing that can be counted; error says why a cell did not end as it should."""
    rate: float | None
    cpu_ms: float | None = None
    memory_mb: float | None = None
    error: str | None = None


def measure(peer, one, count, limit, work):
    """Starts the server, warms it up, measures, ends it. No load and no wait takes longer than its limit, seconds. The warm-up is the same
    load for WARM seconds (4): a server that runs for months is not judged by its first seconds."""
    folder = tempfile.mkdtemp(dir=work)
    os.mkdir(os.path.join(folder, "server"))
    for path in (folder, os.path.join(folder, "server")):
        os.chmod(path, 0o755)
    sink = server = None
    try:
        sink_port = ports.free()
        sink = load.Sink(sink_port, folder) if one.mode == "relay" else None
        server = peer(os.path.join(folder, "server"), sink_port, one.mode == "accept")
        return _measure(server, sink, one, count, limit)
    except (load.Failed, RuntimeError, OSError) as error:
        return Result(None, error=str(error))
    finally:
        for what in (server, sink):
            if what:
                what.close()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(server, sink, one, count, limit):
    warm = _warm_up(server, sink, one, count, limit)
    os.sync()
    before = usage.cpu_seconds(*server.pids)
    with usage.PeakMemory(*server.pids) as memory:
        try:
            started = time.perf_counter()
            load.send(server.port, one.sessions, count, one.size, limit, one.kept, one.content)
            if sink:
                sink.wait(warm + count, max(1.0, limit - (time.perf_counter() - started)))
            seconds, done, error = time.perf_counter() - started, count, None
        except load.Failed as failed:
            seconds, error = time.perf_counter() - started, str(failed)
            done = sink.count() - warm if sink else failed.done
    if done <= 0:
        return Result(None, error=error)
    cpu = usage.cpu_seconds(*server.pids) - before
    return Result(done / seconds, cpu * 1000 / done, memory.peak, error)


def _warm_up(server, sink, one, count, limit):
    """Returns how many messages it took."""
    piece, sent = max(20, count // 10), 0
    end = time.perf_counter() + min(numbers("WARM", "4")[0], limit)
    while sent == 0 or time.perf_counter() < end:
        load.send(server.port, one.sessions, piece, one.size, limit, one.kept, one.content)
        sent += piece
        if sink:
            sink.wait(sent, limit)
    return sent
