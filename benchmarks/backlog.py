#!/usr/bin/env python3
"""A queue of millions for dead destinations: memory, start after kill -9, and fresh mail beside it against an empty queue.

Fills the spool of a stopped server with messages that were tried once (one in ten is due now, the others within four hours), starts
it with delivery on, and relays fresh mail to a receiver that works; a server with an empty queue does the same in turn. Every life
ends by kill -9 and every start reads from the disk. Settings (environment):
  COUNTS    queued messages of one recipient, ascending     (1000000 5000000)
  DOMAINS   their destinations: half refuse connections, half have no DNS   (1000)
  SIZE      octets of a queued message                      (1000)
  REPS      lives of each server for each count             (3)
  FRESH     messages of a rate measurement, 4 KB, 20 sessions   (20000)
  PROBES    messages of a latency measurement               (4000)
  PACE      of those, a second                              (100)
  LIMIT     seconds after which a measurement is given up   (120)
  WORK      folder for the spools                           (a temporary one; 6 GB for 5 million)
"""
import os
import shutil
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from harness import BENCHMARKS, deadworld, load, numbers, ports, processes, report
from harness.nameserver import NameServer
from harness.pacedsink import PacedSink
from harness.queued import Queued

MAX_MEMORY_MB, MAX_START_S, MAX_SHARE = 1024, 15, 1.2


@dataclass(frozen=True)
class Life:
    """What one life of a server showed; memory in MB, latencies in ms, tries: deferrals a second of the backlog."""
    started_s: float
    started_cpu: float
    memory_at_start: float
    memory_peak: float
    rate: float
    delays: list
    tries: float
    waiting: float

    def __str__(self):
        return (f"start {self.started_s:.1f} s ({self.started_cpu:.1f} CPU), {self.memory_at_start:.0f} to {self.memory_peak:.0f} MB, {self.rate:,.0f}/s, "
                f"p50 {share(self.delays, 0.5):.2f} ms, p99 {share(self.delays, 0.99):.2f} ms, {self.tries:.1f} tries a second, {self.waiting:.0f} waiting")


def share(delays, of):
    """The delay below which that share of them is."""
    return sorted(delays)[int(len(delays) * of)]


def probe(port, sink, count, pace, limit):
    """Milliseconds from the start of each submission to the receiver."""
    sent, start = {}, time.monotonic()
    sink.arrived.clear()
    with smtplib.SMTP("127.0.0.1", port, timeout=limit) as client:
        for number in range(count):
            time.sleep(max(0.0, start + number / pace - time.monotonic()))
            # From the moment it was due: a late answer does not hide the wait of those that follow.
            sent[str(number)] = start + number / pace
            client.sendmail("probe@src.test", [f"b@{deadworld.PROBE_DOMAIN}"], f"From: probe@src.test\r\nSubject: probe-{number}\r\n\r\nx\r\n")
    end = time.monotonic() + limit
    while len(sink.arrived) < count and time.monotonic() < end:
        time.sleep(0.05)
    if len(sink.arrived) < count:
        raise load.Failed(f"{count - len(sink.arrived)} probes did not arrive within {limit:.0f} s")
    return [(sink.arrived[name] - at) * 1000 for name, at in sent.items()]


def live(folder, world, fresh, probes, pace, limit):
    """One life of the server on that folder."""
    server = Queued(folder, world.port, world.names.port)
    try:
        began, deferred = time.monotonic(), server.metric('standfast_events_total{kind="deferred"}')
        waiting = server.metric("standfast_queue_messages")
        taken = world.sink.count()
        load.send(server.port, 20, fresh // 5, 4096, limit)
        world.sink.wait(taken + fresh // 5, limit)
        probe(server.port, world.probes, pace, pace, limit)
        started = time.perf_counter()
        load.send(server.port, 20, fresh, 4096, limit)
        world.sink.wait(taken + fresh // 5 + fresh, limit)
        rate = fresh / (time.perf_counter() - started)
        delays = probe(server.port, world.probes, probes, pace, limit)
        tries = (server.metric('standfast_events_total{kind="deferred"}') - deferred) / (time.monotonic() - began)
        return Life(server.started_s, server.started_cpu_s, server.memory_at_start_mb, server.memory_mb("VmHWM"), rate, delays, tries, waiting)
    finally:
        server.kill()


class World:
    """Everything outside the servers: the DNS, a receiver for the rate and one that notes when mail came."""

    def __init__(self, work):
        self.port = ports.free()
        self.names = NameServer(deadworld.answer)
        self.sink = load.Sink(self.port, work)
        self.probes = PacedSink(self.port, 1_000_000, host=deadworld.PROBE_HOST)

    def close(self):
        self.sink.close()
        self.probes.close()
        self.names.close()


def row(name, lives, base):
    middle = lambda what, of=lives: statistics.median(getattr(one, what) for one in of)
    # Lives side by side are compared, so that the machine's noise meets both.
    rate = statistics.median(one.rate / other.rate for one, other in zip(lives, base))
    # The delays of all lives together: a p99 of one life rests on a few dozen of them, and on what else the machine did then.
    delay = lambda of, lives: share([delay for one in lives for delay in one.delays], of)
    beside = lambda ratio: f" ({ratio:.2f})" if base is not lives else ""
    p50, p99 = (delay(of, lives) / delay(of, base) for of in (0.5, 0.99))
    print(f"| {name} | {max(one.started_s for one in lives):.1f} ({max(one.started_cpu for one in lives):.1f}) | {max(one.memory_at_start for one in lives):.0f} | {max(one.memory_peak for one in lives):.0f} "
          f"| {middle('rate'):,.0f}{beside(rate)} | {delay(0.5, lives):.1f}{beside(p50)} | {delay(0.99, lives):.1f}{beside(p99)} | {middle('tries'):.1f} |")
    return (max(one.memory_peak for one in lives) < MAX_MEMORY_MB and max(one.started_s for one in lives) < MAX_START_S
            and rate > 1 / MAX_SHARE and p99 < MAX_SHARE)


def main():
    processes.end_on_signals()
    counts, domains, size, reps = numbers("COUNTS", "1000000 5000000"), numbers("DOMAINS", "1000")[0], numbers("SIZE", "1000")[0], numbers("REPS", "3")[0]
    fresh, probes, pace, limit = numbers("FRESH", "20000")[0], numbers("PROBES", "4000")[0], numbers("PACE", "100")[0], numbers("LIMIT", "120")[0]
    work = tempfile.mkdtemp(prefix="standfast-bench-", dir=os.environ.get("WORK"))
    os.chmod(work, 0o755)
    world = World(work)
    try:
        about, filled, sound = report.machine(), 0, True
        for folder in ("empty", "full"):
            os.makedirs(os.path.join(work, folder, "data"))
        results = []
        for count in sorted(counts):
            done = subprocess.run(["dotnet", BENCHMARKS, "fill", os.path.join(work, "full", "data"), str(count - filled), str(domains), str(size)], check=True, capture_output=True, text=True)
            print(f"# filled to {count:,}: {done.stdout.strip()}", file=sys.stderr, flush=True)
            filled, lives = count, {"empty": [], "full": []}
            for repetition in range(reps):
                for folder in ("empty", "full") if repetition % 2 == 0 else ("full", "empty"):
                    one = live(os.path.join(work, folder), world, fresh, probes, pace, limit)
                    lives[folder].append(one)
                    print(f"# {count:,} rep {repetition + 1} {folder}: {one}", file=sys.stderr, flush=True)
            results.append((count, lives))
        print(f"{about}\n\nqueued: messages of {size:,} octets for {domains:,} domains; {deadworld.MIX}\n")
        print("| queue | start after kill -9, s, worst (CPU) | memory after start, MB, worst | peak while serving, MB, worst | fresh mail, msg/s (to empty) | p50 ms (to empty) | p99 ms (to empty) | tries of the backlog a second |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        for count, lives in results:
            row("empty", lives["empty"], lives["empty"])
            sound &= row(f"{count:,}", lives["full"], lives["empty"])
        return 0 if sound else 1
    finally:
        world.close()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
