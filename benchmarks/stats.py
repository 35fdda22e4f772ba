#!/usr/bin/env python3
"""Statistics: what counting a fact costs, and how long queries take after ten million of them.

The facts of a year, stored 5,000 at a time, then queries as the console and the commands ask them. Settings (environment):
  COUNT     facts                     (10000000)
  WORK      folder for the database   (a temporary one)
Ends with 1 when the median of a query is 100 ms or more, and when no query was measured.
"""
import os
import shutil
import subprocess
import sys
import tempfile

from harness import ROOT, report

MOST_MS = 100


def main():
    tool = os.path.join(ROOT, "benchmarks", "Standfast.Benchmarks", "bin", "Release", "net10.0", "Standfast.Benchmarks.dll")
    work = tempfile.mkdtemp(prefix="standfast-bench-", dir=os.environ.get("WORK"))
    try:
        answer = subprocess.run(
            ["dotnet", tool, "statistics", os.environ.get("COUNT", "10000000"), work], check=True, stdout=subprocess.PIPE, text=True, timeout=3600).stdout
    finally:
        shutil.rmtree(work, ignore_errors=True)
    rows = [line.split("\t") for line in answer.splitlines()]
    print(report.machine() + "\n")
    print("| what | number | unit |\n| --- | ---: | --- |")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    queries = [row for row in rows if row[0].startswith("query: ")]
    if not queries:
        print("\nno query was measured")
        return 1
    slow = [row[0] for row in queries if float(row[1]) >= MOST_MS]
    print(f"\nevery query below {MOST_MS} ms: {'NO: ' + ', '.join(slow) if slow else 'yes'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
