#!/usr/bin/env python3
"""Plays months of honest and harmful mail through Standfast, and through a plain relay, into the simulated internet.

Settings (environment, or NAME=value on the command line):
  SEEDS   seeds to play         (20)
  DAYS    virtual days of each  (30)
  FIRST   the first seed        (1)
  ROWS    of standfast,plain,honest; honest is the plain relay without harmful mail (all)
  JOBS    runs at once          (2)
  OUT     file for the runs, one JSON line each (none)
"""
import collections
import concurrent.futures
import json
import os
import statistics
import subprocess
import sys

from harness import BENCHMARKS

TITLES = {"standfast": "Standfast", "plain": "plain relay", "honest": "plain relay, honest mail alone"}


def play(job):
    server, seed, days = job
    done = subprocess.run(["dotnet", BENCHMARKS, "survival", server, str(seed), "1", str(days)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{server} seed {seed}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def percentile(runs, part):
    """Of all delays: each run gives each tenth of a per cent of its own, and weighs by its messages."""
    points = sorted((delay, run["taken"]) for run in runs for delay in run["delays"])
    rest = sum(weight for _, weight in points) * part
    for delay, weight in points:
        rest -= weight
        if rest <= 0:
            return delay
    return points[-1][0] if points else 0


def time_text(seconds):
    return f"{seconds:.2f} s" if seconds < 120 else f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def row(server, runs):
    honest, taken = sum(run["honest"] for run in runs), sum(run["taken"] for run in runs)
    inbox = sum(run["inbox"] for run in runs)
    harm = [counts for run in runs for counts in run["harm"].values()]
    noticed = [time for run in runs for time in run["noticed"].values()]
    suspended = sum(len(run["suspensions"]) for run in runs)
    hit = sum(1 for run in runs if run["suspensions"])
    return " | ".join([
        f"| {TITLES[server]}", f"{suspended} in {hit} of {len(runs)} runs", f"{100 * taken / max(1, honest):.2f} %", f"{100 * inbox / max(1, taken):.2f} %",
        time_text(percentile(runs, 0.5)), time_text(percentile(runs, 0.99)), f"{sum(let for let, _ in harm):,} of {sum(all for _, all in harm):,}",
        f"{len(noticed)} of {len(harm)} attacks, median {time_text(statistics.median(noticed)) if noticed else '-'} |"])


def main():
    settings = {**os.environ, **dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)}
    first, count, days = (int(settings.get(name, default)) for name, default in (("FIRST", "1"), ("SEEDS", "20"), ("DAYS", "30")))
    rows = settings.get("ROWS", "standfast,plain,honest").split(",")
    jobs = [(server, seed, days) for seed in range(first, first + count) for server in rows]
    runs = collections.defaultdict(list)
    with concurrent.futures.ThreadPoolExecutor(int(settings.get("JOBS", "2"))) as pool:
        for (server, _, _), run in zip(jobs, pool.map(play, jobs)):
            runs[server].append(run)
    if "OUT" in settings:
        with open(settings["OUT"], "w", encoding="utf-8") as out:
            out.writelines(json.dumps(run) + "\n" for server in rows for run in runs[server])
    print(f"{count} seeds of {days} virtual days; {sum(run['honest'] for run in runs[rows[0]]):,} honest recipients in a row\n")
    print("| server | suspensions | honest mail delivered | of it in the inbox | median delay | 99th percentile | harmful messages let out | noticed |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for server in rows:
        print(row(server, runs[server]))
    print("\n| harmful mix, messages let out |" + "".join(f" {TITLES[server]} |" for server in rows if server != "honest"))
    print("| --- |" + " ---: |" * sum(server != "honest" for server in rows))
    for mix in sorted({mix for server in rows for run in runs[server] for mix in run["harm"]}):
        cells = [[run["harm"][mix] for run in runs[server] if mix in run["harm"]] for server in rows if server != "honest"]
        print(f"| {mix} |" + "".join(f" {sum(let for let, _ in cell):,} of {sum(all for _, all in cell):,}, most {max(let for let, _ in cell):,} |" for cell in cells))
    for server in rows:
        show(server, runs[server])
    return 0 if "standfast" not in rows or not any(run["suspensions"] for run in runs["standfast"]) else 1


def show(server, runs):
    losses = collections.Counter()
    for run in runs:
        losses.update(run["losses"])
    if losses:
        print(f"\n{TITLES[server]}: why honest mail was not delivered")
        for why, times in losses.most_common(8):
            print(f"  {times:7,}  {why}")
    if server == "standfast":
        for run in runs:
            for line in run["suspensions"]:
                print(f"  seed {run['seed']}, {line}")


if __name__ == "__main__":
    sys.exit(main())
