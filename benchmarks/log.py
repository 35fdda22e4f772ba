#!/usr/bin/env python3
"""The ceiling of the spool and of the disk below it, without SMTP.

Settings (environment): SIZES (4096 65536), WRITERS (1 10 50 200), SECONDS of a probe (2), WORK (a temporary folder).
"""
import os
import shutil
import tempfile

from harness import numbers, rawlog

work = tempfile.mkdtemp(prefix="standfast-bench-", dir=os.environ.get("WORK"))
try:
    seconds = int(os.environ.get("SECONDS", "2"))
    rawlog.table([rawlog.measure(size, writers, work, seconds)
                  for size in numbers("SIZES", "4096 65536") for writers in numbers("WRITERS", "1 10 50 200")])
finally:
    shutil.rmtree(work, ignore_errors=True)
