#!/usr/bin/env python3
"""Accept-only and end-to-end relay rates beside other mail servers and a bare probe, same load, same run.

Each repetition visits the servers in turn, so that the machine's noise meets all; ratios are taken
inside a repetition, the tables give medians. Settings (environment):
  PEERS     postfix standfast engine signed engine-signed exim opensmtpd haraka opendkim probe pipelined given  (all that can be had)
  MODES     accept, relay                   (accept relay)
  SIZES     message sizes, octets           (4096 65536)
  SESSIONS  SMTP sessions at once           (1 10 50 200)
  KEPT      1: many messages a session, 0: one  (1 0)
  COUNT     messages of a Postfix cell      (3000; one session: a third; from 32 KB on: half; slow servers: their share)
  FACTOR    Standfast and the probe get COUNT x FACTOR  (4), so that their cells last as long
  REPS      repetitions                     (3)
  WARM      seconds of warm-up of each server, with the same load  (4)
  LIMIT     seconds after which a cell is given up and its rate is of what was done by then  (60)
  PROBE     assembly of another log probe, peer "given"  (none)
  WORK      folder for queues and spools    (a temporary one; put it on the disk to be measured)
"""
import os
import shutil
import sys
import tempfile

from harness import cells, numbers, packages, processes, rawlog, report
from harness.peers.exim import Exim
from harness.peers.haraka import Haraka
from harness.peers.opendkim import PostfixOpenDkim
from harness.peers.opensmtpd import OpenSmtpd
from harness.peers.postfix import Postfix
from harness.peers.probe import GivenProbe, PipelinedProbe, Probe
from harness.standfast import Engine, EngineSigned, Standfast, StandfastSigned

PEERS = {"postfix": Postfix, "standfast": Standfast, "engine": Engine, "signed": StandfastSigned, "engine-signed": EngineSigned, "exim": Exim, "opensmtpd": OpenSmtpd,
         "haraka": Haraka, "opendkim": PostfixOpenDkim, "probe": Probe, "pipelined": PipelinedProbe, "given": GivenProbe}


def choose():
    """The peers asked for that can be had, and why the others cannot."""
    chosen, skipped = {}, {}
    for name in os.environ.get("PEERS", " ".join(PEERS)).split():
        if name not in PEERS:
            sys.exit(f"relay: no peer is named '{name}'; there are: {' '.join(PEERS)}")
        try:
            PEERS[name].prepare()
            chosen[name] = PEERS[name]
        except packages.Missing as error:
            skipped[name] = str(error)
            print(f"# skipped: {name}: {error}", file=sys.stderr, flush=True)
    return chosen, skipped


def count_for(name, one):
    count = numbers("COUNT", "3000")[0] // (3 if one.sessions == 1 else 1) // (2 if one.size >= 32768 else 1)
    return max(20, int(count * (numbers("FACTOR", "4")[0] if name in report.OURS else PEERS[name].SHARE)))


def run(peers, loads, work):
    results, limit = {one: {name: [] for name in peers} for one in loads}, float(os.environ.get("LIMIT", "60"))
    for repetition in range(numbers("REPS", "3")[0]):
        for one in loads:
            for name, peer in peers.items():
                result = cells.measure(peer, one, count_for(name, one), limit, work)
                results[one][name].append(result)
                shown = f"{result.rate:.0f}/s {result.cpu_ms:.2f} ms {result.memory_mb:.0f} MB" if result.rate else "failed"
                print(f"# {one.mode} rep {repetition + 1} {one.size} x{one.sessions} {'many' if one.kept else 'one'} {name}: {shown}"
                      + (f" ({result.error})" if result.error else ""), file=sys.stderr, flush=True)
    return results


def main():
    processes.end_on_signals()
    peers, skipped = choose()
    sizes, sessions = numbers("SIZES", "4096 65536"), numbers("SESSIONS", "1 10 50 200")
    loads = [cells.Load(mode, size, number, kept == 1) for mode in os.environ.get("MODES", "accept relay").split()
             for kept in numbers("KEPT", "1 0") for size in sizes for number in sessions]
    work = tempfile.mkdtemp(prefix="standfast-bench-", dir=os.environ.get("WORK"))
    os.chmod(work, 0o755)
    try:
        about = report.machine()
        ceilings = [rawlog.measure(size, max(sessions), work) for size in sizes]
        results = run(peers, loads, work)
        print(about + "\n")
        report.tables(results, peers, skipped)
        rawlog.table(ceilings)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    failed = any(result.rate is None for one in results.values() for name, mine in one.items() if name in report.OURS for result in mine)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
