#!/usr/bin/env python3
"""Classification of remote replies: replies a second on one core, without a cache.

Reads the examples of all rules in data/replies in turn, one thread. Settings (environment):
  SECONDS   of each measurement  (6)
  TEXTS     a file of other replies, one a line  (the examples)
"""
import os
import subprocess
import sys

from harness import ROOT, report


def main():
    tool = os.path.join(ROOT, "benchmarks", "Standfast.Benchmarks", "bin", "Release", "net10.0", "Standfast.Benchmarks.dll")
    texts = [os.environ["TEXTS"]] if os.environ.get("TEXTS") else []
    answer = subprocess.run(
        ["dotnet", tool, "replies", os.path.join(ROOT, "data", "replies"), os.environ.get("SECONDS", "6"), *texts], check=True, capture_output=True, text=True, timeout=600).stdout
    print(report.machine() + "\n")
    print("| what | number | unit |\n| --- | ---: | --- |")
    for line in answer.splitlines():
        print("| " + " | ".join(line.split("\t")) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
