#!/usr/bin/env python3
"""Where the server's CPU time goes: threads, system calls, allocations, symbols (perf).

One server a load; on it, after a warm-up: a plain run (rate, threads, runtime counters), a run under perf, a
short run under strace. Settings (environment):
  LOADS     accept, relay, signed            (relay signed)
  KEPT      1: many messages a session, 0: one  (1 0)
  SIZE      message size, octets             (4096)
  SESSIONS  SMTP sessions at once            (50)
  COUNT     messages of a run                (20000; one message a session: half; strace: a tenth)
  TOP       rows of a table of symbols       (25)
  WORK      folder for spools and recordings (a temporary one)
"""
import os
import shutil
import sys
import tempfile

from harness import load, numbers, packages, perf, ports, processes
from harness.counters import Counters
from harness.standfast import Standfast, StandfastSigned
from harness.syscalls import SystemCalls
from harness.threads import Threads

SIZE, SESSIONS = numbers("SIZE", "4096")[0], numbers("SESSIONS", "50")[0]
COUNT, TOP = numbers("COUNT", "20000")[0], numbers("TOP", "25")[0]


class Profile:
    """One server under one load."""

    def __init__(self, mode, kept, folder):
        self._kept, self._folder, self._sent = kept, folder, 0
        sink_port = ports.free()
        self._sink = load.Sink(sink_port, folder) if mode != "accept" else None
        try:
            kind = StandfastSigned if mode == "signed" else Standfast
            self._server = kind(os.path.join(folder, "server"), sink_port, mode == "accept", perf.ENVIRONMENT)
        except BaseException:
            self.close()
            raise

    def run(self, count):
        """Sends and waits for the sink; returns messages a second."""
        self._sent += count
        seconds = load.send(self._server.port, SESSIONS, count, SIZE, kept=self._kept)
        waited = self._sink.wait(self._sent) if self._sink else 0.0
        return count / (seconds + waited)

    def report(self, title):
        count = COUNT if self._kept else COUNT // 2
        pid = self._server.pids[0]
        self.run(count // 2)
        with Threads(pid) as threads:
            rate = self.run(count)
        with Counters(pid, os.path.join(self._folder, "counters"), count / rate * 1.5) as counters:
            self.run(count)
        with perf.Recording(pid, os.path.join(self._folder, "perf.data")):
            self.run(count)
        with SystemCalls(pid, os.path.join(self._folder, "strace.out")) as calls:
            self.run(max(SESSIONS, count // 10))
        user, system = threads.sum(0) * 1000 / count, threads.sum(1) * 1000 / count
        print(f"\n## {title}\n\n{rate:,.0f} messages/s; CPU a message {user + system:.3f} ms: user {user:.3f}, system {system:.3f}; "
              f"{counters.line(count)}")
        threads.table(count)
        calls.table(max(SESSIONS, count // 10))
        self._symbols(perf.Samples(os.path.join(self._folder, "perf.data")))

    @staticmethod
    def _symbols(samples):
        for heading, counter in (("where (system call, assembly, library)", samples.areas), ("symbol, itself", samples.leaves),
                                 ("method of ours nearest to the CPU, with what it calls outside", samples.own),
                                 ("method of ours anywhere on the stack", samples.covered)):
            print(f"\n| {heading} | share of {samples.total} samples |\n| --- | ---: |")
            for name, share in samples.top(counter, TOP):
                print(f"| {name} | {share:.1%} |")

    def close(self):
        if hasattr(self, "_server"):
            self._server.close()
        if self._sink:
            self._sink.close()


def main():
    processes.end_on_signals()
    packages.ensure("perf")
    work = tempfile.mkdtemp(prefix="standfast-profile-", dir=os.environ.get("WORK"))
    os.chmod(work, 0o755)
    try:
        for mode in os.environ.get("LOADS", "relay signed").split():
            for kept in numbers("KEPT", "1 0"):
                folder = os.path.join(work, f"{mode}-{kept}")
                os.makedirs(os.path.join(folder, "server"))
                profile = Profile(mode, kept == 1, folder)
                try:
                    profile.report(f"{mode}, {SIZE} octets x {SESSIONS} sessions, {'many messages' if kept else 'one message'} a session")
                finally:
                    profile.close()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
