#!/usr/bin/env python3
"""Accept-only and end-to-end relay rates beside Postfix, same load, same run.

Each repetition visits the servers in turn, so that the machine's noise meets all; ratios are taken
inside a repetition, the table gives medians. Settings (environment):
  SIZES     message sizes, octets           (4096 65536)
  SESSIONS  SMTP sessions at once           (1 10 50 200)
  MODES     accept, relay                   (accept relay)
  COUNT     messages of a Postfix cell      (3000; one session: a third; 64 KB: half)
  FACTOR    Standfast gets COUNT x FACTOR   (4), so that its cells last as long
  REPS      repetitions                     (3)
  KEPT      1: many messages a session, 0: one a session (1)
  PEERS     postfix, standfast, signed      (all)
  WORK      folder for queues and spools    (a temporary one; put it on the disk to be measured)
"""
import os
import shutil
import statistics
import sys
import tempfile
import time

from harness import load, numbers, ports, rawlog, usage
from harness.postfix import Postfix
from harness.standfast import Standfast

KEPT = os.environ.get("KEPT", "1") == "1"
PEERS = {
    "postfix": ("postfix", Postfix),
    "standfast": ("standfast", Standfast),
    "signed": ("standfast signed", lambda *arguments: Standfast(*arguments, signed=True)),
}


def cell(start, mode, size, sessions, count, folder):
    """One server, one load: rate, CPU per message and peak memory."""
    sink_port = ports.free()
    sink = load.Sink(sink_port, folder) if mode == "relay" else None
    server = None
    try:
        server = start(os.path.join(folder, "server"), sink_port, mode == "accept")
        warm = max(20, count // 10)
        load.send(server.port, min(sessions, 20), warm, size)
        if sink:
            sink.wait(warm)
        os.sync()
        before = usage.cpu_seconds(server.process.pid)
        with usage.PeakMemory(server.process.pid) as memory:
            seconds, waited = timed(server, sink, sessions, count, size, warm)
        cpu = usage.cpu_seconds(server.process.pid) - before
        return {"rate": count / (seconds + waited), "cpu_ms": cpu * 1000 / count, "memory": memory.peak}
    except (load.Failed, RuntimeError) as error:
        print(f"# {mode} {size} x{sessions}: {error}", file=sys.stderr)
        return None
    finally:
        if server:
            server.close()
        if sink:
            sink.close()


def timed(server, sink, sessions, count, size, warm):
    """Seconds until the last 250, and from there until the last message reached the sink."""
    seconds = load.send(server.port, sessions, count, size, kept=KEPT)
    started = time.perf_counter()
    if sink:
        sink.wait(warm + count)
    return seconds, time.perf_counter() - started if sink else 0.0


def run(peers, modes, sizes, sessions_list, reps, work):
    results = {}
    for rep in range(reps):
        for mode in modes:
            for size in sizes:
                for sessions in sessions_list:
                    for peer in peers:
                        label, start = PEERS[peer]
                        count = int(os.environ.get("COUNT", "3000")) // (3 if sessions == 1 else 1) // (2 if size > 32768 else 1)
                        if peer != "postfix":
                            count *= int(os.environ.get("FACTOR", "4"))
                        folder = tempfile.mkdtemp(dir=work)
                        os.chmod(folder, 0o755)
                        os.mkdir(os.path.join(folder, "server"))
                        os.chmod(os.path.join(folder, "server"), 0o755)
                        result = cell(start, mode, size, sessions, count, folder)
                        shutil.rmtree(folder, ignore_errors=True)
                        results.setdefault((mode, size, sessions), {}).setdefault(peer, []).append(result)
                        if result:
                            print(f"# {mode} rep {rep + 1} {size} x{sessions} {label}: {result['rate']:.0f}/s "
                                  f"{result['cpu_ms']:.2f} ms {result['memory']:.0f} MB", file=sys.stderr, flush=True)
    return results


def table(results, peers):
    print("msg/s, median (min-max); ratio to Postfix, median of the repetitions; server CPU ms per message; peak memory MB")
    print("| mode | size | sessions |" + "".join(f" {PEERS[peer][0]} |" for peer in peers))
    print("| --- | ---: | ---: |" + " --- |" * len(peers))
    for (mode, size, sessions), cells in results.items():
        line = f"| {mode} | {size} | {sessions} |"
        for peer in peers:
            line += " " + text(cells[peer], cells.get("postfix") if peer != "postfix" else None) + " |"
        print(line)


def text(mine, base):
    good = [result for result in mine if result]
    if not good:
        return "failed"
    rates = [result["rate"] for result in good]
    shown = f"**{statistics.median(rates):,.0f}** ({min(rates):,.0f}-{max(rates):,.0f})"
    pairs = [(one["rate"], other["rate"]) for one, other in zip(mine, base or []) if one and other]
    if pairs:
        shown += f" x{statistics.median(rate / other for rate, other in pairs):.2f}"
    shown += f" {statistics.median(result['cpu_ms'] for result in good):.2f} ms {max(result['memory'] for result in good):.0f} MB"
    return shown if len(good) == len(mine) else shown + f" ({len(mine) - len(good)} failed)"


def main():
    peers = os.environ.get("PEERS", "postfix standfast signed").split()
    modes = os.environ.get("MODES", "accept relay").split()
    sizes, sessions = numbers("SIZES", "4096 65536"), numbers("SESSIONS", "1 10 50 200")
    work = tempfile.mkdtemp(prefix="standfast-bench-", dir=os.environ.get("WORK"))
    os.chmod(work, 0o755)
    try:
        ceilings = [rawlog.measure(size, max(sessions), work) for size in sizes]
        results = run(peers, modes, sizes, sessions, int(os.environ.get("REPS", "3")), work)
        table(results, peers)
        rawlog.table(ceilings)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0 if all(all(cell) for cells in results.values() for cell in cells.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
