#!/usr/bin/env python3
"""Plays seeds of the deterministic simulation: virtual days with crashes and faults, every promise checked.

Settings (environment, or NAME=value on the command line):
  SEEDS   seeds to play         (1000)
  FIRST   the first seed        (1)
"""
import collections
import json
import os
import subprocess
import sys

from harness import BENCHMARKS


def main():
    settings = {**os.environ, **dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)}
    first, count = int(settings.get("FIRST", "1")), int(settings.get("SEEDS", "1000"))
    done = subprocess.Popen(["dotnet", BENCHMARKS, "simulate", str(first), str(count)], stdout=subprocess.PIPE, text=True)
    sums, faults, bad = collections.Counter(), collections.Counter(), []
    for line in done.stdout:
        run = json.loads(line)
        sums["seeds"] += 1
        for name in ("steps", "days", "promises", "duplicates", "crashes", "moved"):
            sums[name] += run[name]
        faults.update(run["faults"])
        if run["violations"]:
            bad.append(run)
    print("| seeds | virtual days | steps | messages promised | crashes | moved to another segment | duplicates | violating seeds |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    print(f"| {sums['seeds']} | {sums['days']:.0f} | {sums['steps']:,} | {sums['promises']:,} | {sums['crashes']:,} | {sums['moved']:,} | {sums['duplicates']:,} | {len(bad)} |")
    print("\n| fault | times |\n| --- | ---: |")
    for name, times in sorted(faults.items()):
        print(f"| {name} | {times:,} |")
    for run in bad:
        print(f"\nseed {run['seed']}: {run['violations'][0].splitlines()[0]}\n  dotnet {os.path.relpath(BENCHMARKS)} replay {run['seed']}")
    return 0 if done.wait() == 0 and not bad and sums["seeds"] == count else 1


if __name__ == "__main__":
    sys.exit(main())
