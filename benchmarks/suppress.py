#!/usr/bin/env python3
"""What a long suppression list costs: start, RAM, each question, and an unsubscribe while another list is imported.

Settings (environment):
  COUNT   entries of the list                       (1000000)
  WORK    folder for it, on the disk to be measured (a temporary one)
"""
import os
import pathlib
import shutil
import subprocess
import tempfile

program = pathlib.Path(__file__).parent / "Standfast.Benchmarks/bin/Release/net10.0/Standfast.Benchmarks.dll"
work = os.environ.get("WORK") or tempfile.mkdtemp(prefix="standfast-suppress-")
try:
    os.makedirs(work, exist_ok=True)
    print("| what | measured |\n| --- | --- |", flush=True)
    subprocess.run(["dotnet", str(program), "suppressions", os.environ.get("COUNT", "1000000"), work], check=True, timeout=3600)
finally:
    shutil.rmtree(work, ignore_errors=True)
