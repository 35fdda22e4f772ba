"""CPU time and memory of processes and their descendants, from /proc."""
import os
import re
import threading

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()


def tree(*roots):
    """Process ids of the roots and all that descend from them."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents[int(name)] = int(_stat(name)[1])
        except OSError:
            pass
    found, size = set(roots), 0
    while size != len(found):
        size = len(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return found


def cpu_seconds(*roots):
    """User and system time of the living tree, with that of its ended and awaited children."""
    total = 0
    for pid in tree(*roots):
        try:
            total += sum(map(int, _stat(pid)[11:15]))
        except OSError:
            pass
    return total / TICKS


def memory_mb(*roots):
    """Proportional set size: pages shared inside the tree count once."""
    total = 0
    for pid in tree(*roots):
        try:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                total += int(re.search(r"^Pss:\s+(\d+)", file.read(), re.M).group(1))
        except (OSError, AttributeError):
            pass
    return total / 1024


class PeakMemory:
    """Samples the memory of a tree once a second while the block runs."""

    def __init__(self, *roots):
        self._roots, self._stop, self.peak = roots, threading.Event(), 0.0
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def _sample(self):
        while not self._stop.wait(1.0):
            self.peak = max(self.peak, memory_mb(*self._roots))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
        self.peak = max(self.peak, memory_mb(*self._roots))
