"""A ledger that outlives what it watches: a line counts only when it is on disk."""
import os
import threading


class Ledger:
    def __init__(self, path):
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._lock = threading.Lock()

    def write(self, *lines):
        with self._lock:
            os.write(self._file, "".join(line + "\n" for line in lines).encode())
            os.fdatasync(self._file)

    def close(self):
        os.close(self._file)


def read(path):
    """The words of each line."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="ascii") as file:
        return [line.split() for line in file]
