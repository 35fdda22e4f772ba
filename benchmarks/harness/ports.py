"""Free loopback ports and waiting for a server."""
import fcntl
import itertools
import os
import socket
import tempfile
import time

# Below the range from which the system gives ports to outgoing connections (32768 and up): one of those could take a port between
# its choice and the server's bind, or while a server is down between two crashes. The scenarios choose below FIRST.
FIRST, COUNT, SHARES = 30_000, 2_700, 9
_share = None
_given = itertools.count()


def _claim():
    """A share of the ports that no other benchmark takes while this process lives: a server that is down for a moment keeps its own."""
    for number in range(SHARES):
        lock = os.open(os.path.join(tempfile.gettempdir(), f"standfast-ports-{number}"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return number  # and the lock stays, until the process ends
        except OSError:
            os.close(lock)
    raise RuntimeError(f"{SHARES} benchmarks run already, and each needs ports of its own")


def free():
    global _share
    if _share is None:
        _share = _claim()
    size = COUNT // SHARES
    for _ in range(size):
        port = FIRST + _share * size + next(_given) % size
        try:
            with socket.socket() as probe, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
                probe.bind(("127.0.0.1", port))
                datagrams.bind(("127.0.0.1", port))
                return port
        except OSError:
            continue
    raise RuntimeError("no loopback port is free")


def wait_for_greeting(port, process, limit=30):
    """Waits for a 220 on the port; raises RuntimeError when the process ends or the time is over."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.settimeout(5)
                if connection.recv(512).startswith(b"220"):
                    connection.sendall(b"QUIT\r\n")
                    connection.recv(512)
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no greeting on port {port} within {limit} s")


def wait_for_greeting_or_close(peer, process):
    """As wait_for_greeting; a peer that does not greet is closed."""
    try:
        wait_for_greeting(peer.port, process)
    except BaseException:
        peer.close()
        raise


def wait_for_path(path, process, limit=10):
    """Waits for a file that a process makes."""
    end = time.monotonic() + limit
    while not os.path.exists(path):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{os.path.basename(path)} did not appear")
        time.sleep(0.05)
