#!/usr/bin/env python3
"""What the guard costs: signed relay with it on and off beside Postfix without any filter, same load, same run.

Two contents of 4 KB: smtp-source's own (one part of text), and a letter with text and HTML, links and an image. Repetitions are
interleaved; ratios and differences are taken inside a repetition, the table gives medians. Settings (environment):
  COUNT     messages of a Postfix cell        (3000; the others get four times as many)
  SESSIONS  SMTP sessions at once             (50)
  REPS      repetitions                       (5)
  WARM      seconds of warm-up of each server (4)
  LIMIT     seconds after which a cell ends   (60)
  WORK      folder for queues and spools      (a temporary one)
Ends with 1 when the guard adds more than 0.15 ms of CPU to a message, or signed relay with it is below 2.5 times Postfix.
"""
import os
import shutil
import statistics
import sys
import tempfile

from harness import cells, packages, processes, report
from harness.letter import write_letter
from harness.peers.postfix import Postfix
from harness.standfast import EngineSigned, StandfastSigned

MOST_CPU_MS, LEAST_RATIO = 0.15, 2.5


PEERS = {"postfix": Postfix, "off": EngineSigned, "on": StandfastSigned}


def measure(one, count, reps, limit, work):
    """Peer -> [Result of each repetition]."""
    results = {name: [] for name in PEERS}
    for repetition in range(reps):
        # There and back again: what comes later in a repetition meets a warmer or a more tired machine.
        for name, peer in list(PEERS.items())[:: 1 if repetition % 2 == 0 else -1]:
            result = cells.measure(peer, one, count if name == "postfix" else 4 * count, limit, work)
            results[name].append(result)
            shown = f"{result.rate:.0f}/s {result.cpu_ms:.3f} ms" if result.rate else f"failed: {result.error}"
            print(f"# {os.path.basename(one.content or 'text')} rep {repetition + 1} {name}: {shown}", file=sys.stderr, flush=True)
    return results


def judge(name, results):
    """Prints the row of one content and returns whether both bounds hold."""
    rows = [row for row in zip(*results.values()) if all(result.rate and not result.error for result in row)]
    if not rows:
        print(f"| {name} | failed |")
        return False
    median = lambda values: statistics.median(list(values))
    added = median(on.cpu_ms - off.cpu_ms for _, off, on in rows)
    ratio = median(on.rate / postfix.rate for postfix, _, on in rows)
    rates = " | ".join(f"{median(row[place].rate for row in rows):,.0f} | {median(row[place].cpu_ms for row in rows):.3f}" for place in range(3))
    print(f"| {name} | {rates} | {added:+.3f} | {median(on.rate / off.rate for _, off, on in rows):.2f} | {ratio:.2f} |")
    return added <= MOST_CPU_MS and ratio >= LEAST_RATIO


def main():
    processes.end_on_signals()
    number = lambda name, default: int(os.environ.get(name, default))
    count, sessions, reps, limit = number("COUNT", "3000"), number("SESSIONS", "50"), number("REPS", "5"), number("LIMIT", "60")
    try:
        Postfix.prepare()
    except packages.Missing as error:
        sys.exit(f"guard: {error}")
    work = tempfile.mkdtemp(prefix="standfast-bench-", dir=os.environ.get("WORK"))
    os.chmod(work, 0o755)
    try:
        letter = write_letter(os.path.join(work, "letter"), 4096)
        contents = [("text", None), ("letter", letter)]
        print(report.machine() + f"\n\nrelay, 4 KB, {sessions} sessions, many messages a session, {reps} repetitions\n")
        measured = [(name, measure(cells.Load("relay", 4096, sessions, True, content), count, reps, limit, work)) for name, content in contents]
        print("| content | Postfix msg/s | CPU ms | guard off msg/s | CPU ms | guard on msg/s | CPU ms | added CPU ms | on / off | on / Postfix |")
        print("| --- |" + " ---: |" * 9)
        held = [judge(name, results) for name, results in measured]
        print(f"\nat most {MOST_CPU_MS} ms added and at least {LEAST_RATIO} times Postfix: {'yes' if all(held) else 'NO'}")
        return 0 if all(held) else 1
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
