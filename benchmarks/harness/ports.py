"""Free loopback ports and waiting for a server's greeting."""
import socket
import time


def free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
