"""Counters of the .NET runtime (allocations, collections, contention) by dotnet-counters, a NuGet tool of a fixed version."""
import csv
import os
import subprocess
import time

from . import CACHE

VERSION = "10.0.750501"
SHOWN = {
    "dotnet.gc.heap.total_allocated": "octets allocated",
    "dotnet.gc.collections": "collections",
    "dotnet.gc.pause.time": "pause seconds",
    "dotnet.monitor.lock_contentions": "lock contentions",
    "dotnet.thread_pool.work_item.count": "thread pool items",
    "dotnet.exceptions": "exceptions",
    "dotnet.jit.compiled_methods": "methods compiled",
}


def tool():
    """Path of the tool, installed into the cache when it is not there."""
    folder = os.path.join(CACHE, f"dotnet-counters-{VERSION}")
    path = os.path.join(folder, "dotnet-counters")
    if not os.path.exists(path):
        subprocess.run(["dotnet", "tool", "install", "dotnet-counters", "--version", VERSION, "--tool-path", folder],
                       check=True, capture_output=True)
    return path


class Counters:
    """Sums of the counters while the block runs, which should take less than seconds: the tool keeps its figures only when its time is over."""

    def __init__(self, pid, path, seconds):
        self._pid, self._path, self._seconds, self.sums = pid, path + ".csv", int(seconds) + 5, {}

    def __enter__(self):
        self._process = subprocess.Popen(
            [tool(), "collect", "--process-id", str(self._pid), "--refresh-interval", "1", "--format", "csv",
             "--counters", "System.Runtime", "--duration", f"00:{self._seconds // 60:02}:{self._seconds % 60:02}", "--output", self._path],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(2.5)
        return self

    def __exit__(self, *_):
        try:
            self._process.wait(self._seconds + 20)
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
        self._add()

    def _add(self):
        with open(self._path, newline="") as file:
            for row in csv.DictReader(file):
                name, value = row["Counter Name"], row["Mean/Increment"]
                metric = name.split(" (", 1)[0].split("[", 1)[0]
                if metric in SHOWN:
                    generation = name.rsplit("=", 1)[1].rstrip("]") if metric == "dotnet.gc.collections" and "=" in name else ""
                    label = f"{SHOWN[metric]} {generation}".strip()
                    self.sums[label] = self.sums.get(label, 0.0) + float(value)

    def line(self, messages):
        parts = [f"{self.sums.pop('octets allocated', 0) / messages:,.0f} octets allocated a message"]
        parts += [f"{label} {value:,.3f}" if "seconds" in label else f"{label} {value:,.0f}" for label, value in sorted(self.sums.items())]
        return ", ".join(parts)
