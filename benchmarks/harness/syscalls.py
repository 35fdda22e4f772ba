"""System calls of a process by strace, which slows it down: counts only, on a run of their own."""
import re
import signal
import subprocess
import time


class SystemCalls:
    """Counts by name while the block runs."""

    def __init__(self, pid, path):
        self._pid, self._path, self.counts = pid, path, {}

    def __enter__(self):
        self._process = subprocess.Popen(["strace", "-c", "-f", "-p", str(self._pid), "-o", self._path],
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(1)
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._process.wait(30)
        with open(self._path) as file:
            for line in file:
                found = re.match(r"\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$", line)
                if found and found.group(2) != "total":
                    self.counts[found.group(2)] = int(found.group(1))

    def table(self, messages):
        print("\n| system call | a message |")
        print("| --- | ---: |")
        for name, count in sorted(self.counts.items(), key=lambda item: -item[1])[:14]:
            print(f"| {name} | {count / messages:.3f} |")
