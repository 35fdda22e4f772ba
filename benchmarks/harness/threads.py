"""CPU time and context switches of a process by thread name, from /proc."""
import collections
import os
import re

from .usage import TICKS


class Threads:
    """What each thread name used while the block ran: user and system seconds, switches."""

    def __init__(self, pid):
        self._pid, self.used = pid, {}

    def __enter__(self):
        self._before = self._read()
        return self

    def __exit__(self, *_):
        for tid, (name, *now) in self._read().items():
            before = self._before.get(tid, (name, 0, 0, 0))[1:]
            total = self.used.setdefault(name, [0, 0, 0, 0])
            for place, (later, earlier) in enumerate(zip(now, before)):
                total[place] += later - earlier
            total[3] += 1

    def sum(self, place):
        return sum(total[place] for total in self.used.values())

    def table(self, count):
        print("\n| thread | threads | user ms/message | system ms/message | switches/message |")
        print("| --- | ---: | ---: | ---: | ---: |")
        for name, (user, system, switches, threads) in sorted(self.used.items(), key=lambda item: -item[1][0] - item[1][1]):
            if user + system > 0.005 * (self.sum(0) + self.sum(1)):
                print(f"| {name} | {threads} | {user * 1000 / count:.4f} | {system * 1000 / count:.4f} | {switches / count:.2f} |")

    def _read(self):
        found = collections.OrderedDict()
        for tid in os.listdir(f"/proc/{self._pid}/task"):
            try:
                with open(f"/proc/{self._pid}/task/{tid}/stat") as file:
                    text = file.read()
                with open(f"/proc/{self._pid}/task/{tid}/status") as file:
                    switches = sum(map(int, re.findall(r"ctxt_switches:\s+(\d+)", file.read())))
            except OSError:
                continue
            name, fields = text.split("(", 1)[1].rsplit(")", 1)[0], text.rsplit(")", 1)[1].split()
            found[tid] = (name, int(fields[11]) / TICKS, int(fields[12]) / TICKS, switches)
        return found
