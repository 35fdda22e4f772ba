#!/usr/bin/env python3
"""Lets a backlog out after a reinstatement, by the ramp and at once, before a strict provider in virtual time.

Settings (environment, or NAME=value on the command line):
  SEEDS   seeds to play (20)
"""
import os
import subprocess
import sys
import tempfile

TESTS = "tests/Standfast.Tests"
TYPE = "Standfast.Tests.Delivery.Shaping.ReturnTests"


def main():
    settings = {**os.environ, **dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)}
    seeds = settings.get("SEEDS", "20")
    subprocess.run(["dotnet", "build", TESTS, "-c", "Release", "-v", "quiet", "-nologo"], check=True, stdout=sys.stderr)
    with tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(
            ["dotnet", f"{TESTS}/bin/Release/net10.0/Standfast.Tests.dll", "-noColor", "-class", TYPE],
            env={**os.environ, "RETURN_SEEDS": seeds, "RETURN_OUT": out.name}, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stdout[-4000:])
        rows = [[int(word) for word in line.split()] for line in open(out.name, encoding="utf-8")]
    print(f"{len(rows)} seeds, {sum(row[1] for row in rows):,} messages kept at the reinstatement\n")
    print("| return | suspended again | of the backlog delivered | bounced or expired |")
    print("| --- | ---: | ---: | ---: |")
    for name, at in (("by the ramp", 2), ("at once", 5)):
        print(f"| {name} | in {sum(row[at] > 0 for row in rows)} of {len(rows)} seeds | {100 * sum(row[at + 1] for row in rows) / sum(row[1] for row in rows):.1f} % | {sum(row[at + 2] for row in rows):,} |")


if __name__ == "__main__":
    main()
