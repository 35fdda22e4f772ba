"""The ceiling: the spool and the bare disk without SMTP, events and signing."""
import json
import subprocess

from . import BENCHMARKS


def measure(size, writers, work, seconds=2):
    done = subprocess.run(["dotnet", BENCHMARKS, "raw-log", str(size), str(writers), str(seconds), work],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def table(ceilings):
    print("\nraw log, no SMTP: messages a second of `writers` appending at once, each synced before it counts")
    print("| size | writers | spool | append + fdatasync of as many at once | append + fdatasync one by one |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for one in ceilings:
        print(f"| {one['size']} | {one['writers']} | {one['spool']:,.0f} | {one['grouped']:,.0f} | {one['single']:,.0f} |")
