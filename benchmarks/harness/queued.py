"""A server whose queue is kept between its lives: ended by kill -9 each time, its files dropped from the page cache."""
import os
import re
import signal
import subprocess
import time
import urllib.request

from . import SERVER, ports, processes, usage

START_LIMIT = 120


class Queued:
    """Starts on the data of a folder; started_s is the time from the start of the process to its greeting, started_cpu_s what of it was CPU time."""

    def __init__(self, folder, delivery_port, dns_port):
        self.folder, self.port, self._http = folder, ports.free(), ports.free()
        settings = {
            "server.data": os.path.join(folder, "data"), "server.hostname": "standfast.test",
            "smtp.listen": f"127.0.0.1:{ports.free()}", "submission.listen": f"127.0.0.1:{self.port}",
            "submissions.listen": f"127.0.0.1:{ports.free()}", "http.listen": f"127.0.0.1:{self._http}",
            "submission.trusted_networks": "127.0.0.0/8", "delivery.port": str(delivery_port), "dns.servers": f"127.0.0.1:{dns_port}",
        }
        sets = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        forget_pages(folder)
        began = time.monotonic()
        self.process = processes.start(["dotnet", SERVER, "serve", *sets], os.path.join(folder, "out.log"), cwd=folder)
        try:
            ports.wait_for_greeting(self.port, self.process, START_LIMIT)
            self.started_s, self.started_cpu_s = time.monotonic() - began, usage.cpu_seconds(self.process.pid)
            self.memory_at_start_mb = self.memory_mb()
            if not os.path.exists(os.path.join(folder, "domain")):
                subprocess.run(["dotnet", SERVER, "domain", "add", "src.test", "--no-sign", *sets], check=True, capture_output=True, cwd=folder, timeout=60)
                open(os.path.join(folder, "domain"), "wb").close()
        except BaseException:
            self.kill()
            raise

    def memory_mb(self, what="VmRSS"):
        """Resident memory now; VmHWM is its peak since the start of the process."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(what + r":\s+(\d+)", file.read()).group(1)) / 1024

    def metric(self, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{self._http}/metrics", timeout=30) as answer:
            return float(re.search("^" + re.escape(name) + r" (\S+)$", answer.read().decode(), re.M).group(1))

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(30)


def forget_pages(folder):
    """The next start reads from the disk, as after a reboot."""
    os.sync()
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
