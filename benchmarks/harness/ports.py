"""Free loopback ports and waiting for a server."""
import itertools
import os
import socket
import time

# Below the range from which the system gives ports to outgoing connections (32768 and up): one of those could take a port between
# its choice and the server's bind, or while a server is down between two crashes. The scenarios choose below FIRST.
FIRST, COUNT = 30_000, 2_700
_given = itertools.count(os.getpid() * 397)


def free():
    for _ in range(COUNT):
        port = FIRST + next(_given) % COUNT
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
