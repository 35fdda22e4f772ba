"""The server under test: a process group that is started, traced, stopped and killed."""
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from harness import SERVER, ports

CONNECTIONS = 4
DLL = os.environ.get("STANDFAST_DLL", SERVER)


class Server:
    def __init__(self, folder, data, sink_port):
        self.folder, self.data = folder, data
        self.port, self.http = ports.free(), ports.free()
        self._sink_port, self._process, self._log, self._from = sink_port, None, os.path.join(folder, "server.log"), 0

    def start(self, inject=(), environment=None):
        """Starts, and does not wait. inject: system calls and what strace does to them, as (calls, what)."""
        settings = {
            "server.data": self.data, "server.hostname": "mail.example.org", "submission.trusted_networks": "127.0.0.1/32",
            "smtp.listen": f"127.0.0.1:{ports.free()}", "submission.listen": f"127.0.0.1:{self.port}", "submissions.listen": f"127.0.0.1:{ports.free()}",
            "http.listen": f"127.0.0.1:{self.http}", "delivery.relay": f"127.0.0.1:{self._sink_port}", "delivery.connections_per_site": str(CONNECTIONS),
            "delivery.retry": "1s", "spool.segment_size_octets": str(1024 * 1024), "spool.reserve_size_octets": str(1024 * 1024),
            "spool.min_free_octets": "0", "spool.min_free_inodes": "0",
        }
        trace = []
        if inject:
            calls = ",".join(calls for calls, _ in inject)
            trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", f"trace={calls}"]
            for one, what in inject:
                trace += ["-e", f"inject={one}:{what}"]
        self._from = os.path.getsize(self._log) if os.path.exists(self._log) else 0
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen([*trace, "dotnet", DLL, "serve", *(word for key, value in settings.items() for word in ("--set", f"{key}={value}"))],
                                             stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder, start_new_session=True,
                                             env={**os.environ, "DOTNET_TieredPGO": "0", **(environment or {})})

    def wait_ready(self, limit=60):
        """False when it ends first."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            with open(self._log, "rb") as log:
                log.seek(self._from)
                if b"ready:" in log.read():
                    return True
            if not self.is_alive():
                return False
            time.sleep(0.01)
        raise RuntimeError(f"not ready within {limit} s, see {self._log}")

    def is_alive(self):
        return self._process.poll() is None

    def said(self):
        """What it wrote since its last start."""
        with open(self._log, "rb") as log:
            log.seek(self._from)
            return log.read().decode("utf-8", "replace")

    def signal(self, number):
        """To the server, and to the strace around it."""
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass

    def kill(self):
        self.signal(signal.SIGKILL)
        return self._process.wait()

    def ask(self, path, body=None):
        with open(os.path.join(self.data, "admin.token"), encoding="ascii") as file:
            token = file.read().strip()
        request = urllib.request.Request(f"http://127.0.0.1:{self.http}/v1{path}", data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def drain(self, limit=120):
        """Has everything tried until the queue is empty; the number of messages that are left."""
        end = time.monotonic() + limit
        while True:
            left = self.ask("/status")["queue_messages"]
            if left == 0 or time.monotonic() > end:
                return left
            self.ask("/queue/release", {"all": True, "reason": "the laboratory drains"})
            time.sleep(0.2)

    def events(self):
        after, found = 0, []
        while page := self.ask(f"/events?after={after}&limit=1000")["events"]:
            found += page
            after = page[-1]["id"]
        return found
