#!/usr/bin/env python3
"""Plays generated suspensions from the first sign to the counterparty's answer, in virtual time.

Settings (environment, or NAME=value on the command line):
  DRILLS   incidents to play (200)
"""
import collections
import os
import subprocess
import sys
import tempfile

TESTS = "tests/Standfast.Tests"
TYPE = "Standfast.Tests.Recovery.Drills.DrillTests"


def main():
    settings = {**os.environ, **dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)}
    subprocess.run(["dotnet", "build", TESTS, "-c", "Release", "-v", "quiet", "-nologo"], check=True, stdout=sys.stderr)
    with tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(
            ["dotnet", f"{TESTS}/bin/Release/net10.0/Standfast.Tests.dll", "-noColor", "-class", TYPE],
            env={**os.environ, "DRILLS": settings.get("DRILLS", "200"), "DRILLS_OUT": out.name}, capture_output=True, text=True)
        rows = [line.split() for line in open(out.name, encoding="utf-8")]
    if not rows:
        raise SystemExit(done.stdout[-4000:])
    by_cause = collections.defaultdict(list)
    for row in rows:
        by_cause[row[2]].append(row)
    print("| cause | incidents | right cause first | contained before harm doubled | good recipients lost | accepted at the first request | sent without a remedy |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for cause, own in [*sorted(by_cause.items()), ("all", rows)]:
        seen, real = [row for row in own if row[4] != "-"], [row for row in own if row[6] == "True"]
        print(f"| {cause} | {len(own)} | {sum(row[2] == row[3] for row in own)} | {sum(row[4] == 'True' for row in seen)} of {len(seen)} | {sum(int(row[5]) for row in own)} "
              f"| {sum(row[8] == 'True' for row in real)} of {len(real)} | {sum(int(row[7]) for row in own)} |")
    print(f"\npains played: {', '.join(sorted({row[1] for row in rows if row[1] != '0'}, key=int))}")
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
