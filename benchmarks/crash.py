#!/usr/bin/env python3
"""The crash laboratory: kill -9, power cuts, broken disks and jumping clocks under load; says what was lost, repeated or wrong.

Settings (environment): CRASHES (200), SEED (the time), KINDS (kill step power disk clock), MUTATION (1: also shows that a server
whose syncs do nothing is found out), WORK (a temporary folder; what failed stays there). Needs strace; power cuts need root and
loop devices, clock jumps gcc: what cannot be done is counted as skipped. Exits with 1 when anything was lost or wrong.
"""
import os
import random
import shutil
import signal
import sys
import tempfile
import time

from laboratory import kinds
from laboratory.block import Block
from laboratory.images import Image
from laboratory.judge import Verdict

ROUNDS = 15


def why_not(kind, work):
    if kind in ("step", "disk") and not shutil.which("strace"):
        return "no strace"
    if kind == "clock" and not shutil.which("gcc"):
        return "no gcc"
    return Image.why_not(work) if kind == "power" else None


def play(kind, seed, rounds, work, inject=()):
    block = Block(kind, seed, os.path.join(work, f"{kind}-{seed}"), inject)
    verdict = Verdict()
    try:
        verdict = block.run(rounds)
    except Exception as error:  # what the laboratory cannot judge did not go well
        verdict.bugs.append(f"no judgement: {error!r}")
    finally:
        block.close(keep=bool(verdict.bugs) and not inject)
    return verdict, block.missed, block.silent


def plan(crashes, wanted, dice):
    """Blocks of rounds of one kind, mixed."""
    weight = sum(kinds.ALL[kind][0] for kind in wanted)
    blocks = []
    for kind in wanted:
        rounds = max(1, round(crashes * kinds.ALL[kind][0] / weight))
        while rounds > 0:
            blocks.append((kind, min(rounds, ROUNDS)))
            rounds -= ROUNDS
    dice.shuffle(blocks)
    return blocks


def main():
    crashes, seed = int(os.environ.get("CRASHES", "200")), int(os.environ.get("SEED", str(int(time.time()))))
    wanted = os.environ.get("KINDS", " ".join(kinds.ALL)).split()
    work = tempfile.mkdtemp(prefix="standfast-crash-", dir=os.environ.get("WORK"))
    skipped = {kind: reason for kind in wanted if (reason := why_not(kind, work))}
    dice = random.Random(seed)
    totals, missed, silent = {kind: Verdict() for kind in wanted if kind not in skipped}, 0, 0
    print(f"seed {seed}, {crashes} crashes", flush=True)
    started = time.monotonic()
    # Also where the shell that started this in the background ignores them.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    try:
        for number, (kind, rounds) in enumerate(plan(crashes, list(totals), dice)):
            verdict, unhit, quiet = play(kind, f"{seed}-{number}", rounds, work)
            missed += unhit
            silent += quiet
            totals[kind].add(verdict)
            print(f"{time.monotonic() - started:6.0f} s  {sum(one.crashes for one in totals.values()):6} crashes", end="\r", file=sys.stderr, flush=True)
            for bug in verdict.bugs[:10]:
                print(f"{kind}-{seed}-{number}: {bug}", flush=True)
    except KeyboardInterrupt:
        print("interrupted: this is what was judged until then")
    print(f"\n{time.monotonic() - started:,.0f} s; {missed} rounds ended before their step was reached, by kill -9; {silent} rounds crashed before anything was acknowledged")
    print("| kind | rounds | crashes | acknowledged | delivered | bounced | suppressed | lost | duplicates | bound | wrong |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    total = Verdict()
    for kind, one in [*totals.items(), ("all", total)]:
        print(f"| {kind} | {one.rounds} | {one.crashes} | {one.acknowledged:,} | {one.delivered:,} | {one.bounced:,} | {one.suppressed:,} | {one.lost} | {one.duplicates} | {one.bound} | {len(one.bugs)} |")
        if one is not total:
            total.add(one)
    for kind, reason in skipped.items():
        print(f"skipped: {kind}: {reason}")
    seen = True
    if os.environ.get("MUTATION") == "1" and "power" not in skipped:
        verdict, _, _ = play("power", f"{seed}-mutation", 2, work, [("fdatasync,fsync", "retval=0")])
        seen = verdict.lost > 0 or any("does not start" in bug for bug in verdict.bugs)
        print(f"syncs that do nothing: {verdict.lost} of {verdict.acknowledged} lost: {'found out' if seen else 'NOT FOUND OUT: ' + '; '.join(verdict.bugs[:3])}")
    if total.bugs:
        print(f"kept: {work}")
    else:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{total.lost} lost, {len(total.bugs)} wrong, {len(skipped)} kinds skipped")
    return 0 if not total.bugs and seen else 1


if __name__ == "__main__":
    sys.exit(main())
