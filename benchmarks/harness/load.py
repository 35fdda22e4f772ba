"""The load: smtp-source and smtp-sink of Debian's postfix package, both bounded in count and time."""
import os
import re
import subprocess
import time

SENDER, RECIPIENT = "a@src.test", "b@dst.test"


class Failed(Exception):
    """A load that did not end as it should; the cell has no figure."""


def send(port, sessions, count, size, limit=120, kept=True):
    """Sends count messages; returns the seconds until the last 250."""
    command = ["/usr/sbin/smtp-source", "-s", str(min(sessions, count)), "-m", str(count), "-l", str(size),
               "-f", SENDER, "-t", RECIPIENT] + (["-d"] if kept else []) + [f"127.0.0.1:{port}"]
    started = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"load not accepted within {limit} s") from error
    if done.returncode:
        raise Failed(done.stderr[-300:])
    return time.perf_counter() - started


class Sink:
    """smtp-sink on a port, counting what it took."""

    def __init__(self, port, folder):
        self._path = os.path.join(folder, "sink.count")
        self._out = open(self._path, "wb")
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        self._process = subprocess.Popen(["/usr/sbin/smtp-sink", "-c", *user, f"127.0.0.1:{port}", "1000"],
                                         stdout=self._out, stderr=subprocess.DEVNULL)
        time.sleep(0.3)

    def count(self):
        with open(self._path, "rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 400))
            found = re.findall(rb"mesg=(\d+)", file.read())
        return int(found[-1]) if found else 0

    def wait(self, count, limit=120):
        """Waits until count messages came; returns the seconds it took, raises Failed after limit seconds."""
        started = time.perf_counter()
        end = started + limit
        while self.count() < count:
            if time.perf_counter() > end:
                raise Failed(f"{self.count()} of {count} messages relayed within {limit} s")
            time.sleep(0.005)
        return time.perf_counter() - started

    def close(self):
        self._process.terminate()
        self._process.wait()
        self._out.close()
