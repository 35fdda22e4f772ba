"""The load: smtp-source and smtp-sink of Debian's postfix package, both bounded in count and time."""
import os
import re
import subprocess
import tempfile
import time

from . import processes

SENDER, RECIPIENT = "a@src.test", "b@dst.test"


class Failed(Exception):
    """A load that did not end as it should; done is how many messages got through by then, seconds how long that took."""

    def __init__(self, reason, done=0, seconds=0.0):
        super().__init__(reason)
        self.done, self.seconds = done, seconds


def send(port, sessions, count, size, limit=120, kept=True, content=None):
    """Sends count messages, of that size or with the header and body in the file content; returns the seconds until the last 250."""
    command = ["/usr/sbin/smtp-source", "-c", "-s", str(min(sessions, count)), "-m", str(count), *(["-F", content] if content else ["-l", str(size)]),
               "-f", SENDER, "-t", RECIPIENT] + (["-d"] if kept else []) + [f"127.0.0.1:{port}"]
    with tempfile.TemporaryFile() as progress:
        started = time.perf_counter()
        try:
            done = subprocess.run(command, stdout=progress, stderr=subprocess.PIPE, timeout=limit)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"not all accepted within {limit:.0f} s", last_number(progress, rb"(\d+)\r?"), time.perf_counter() - started) from error
        seconds = time.perf_counter() - started
    if done.returncode:
        raise Failed(done.stderr.decode(errors="replace").strip()[-200:])
    return seconds


def last_number(file, pattern):
    """The last match in what a running counter wrote to a file, or 0."""
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 400))
    found = re.findall(pattern, file.read())
    return int(found[-1]) if found else 0


class Sink:
    """smtp-sink on a port, counting what it took."""

    def __init__(self, port, folder):
        self._path = os.path.join(folder, "sink.count")
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        self._process = processes.start(["/usr/sbin/smtp-sink", "-c", *user, f"127.0.0.1:{port}", "1000"], self._path)
        time.sleep(0.3)

    def count(self):
        with open(self._path, "rb") as file:
            return last_number(file, rb"mesg=(\d+)")

    def wait(self, count, limit=120):
        """Waits until count messages came; returns the seconds it took, raises Failed after limit seconds."""
        started = time.perf_counter()
        end = started + limit
        while (seen := self.count()) < count:
            if time.perf_counter() > end:
                raise Failed(f"not all relayed within {limit:.0f} s", seen, time.perf_counter() - started)
            time.sleep(0.005)
        return time.perf_counter() - started

    def close(self):
        processes.stop(self._process)
