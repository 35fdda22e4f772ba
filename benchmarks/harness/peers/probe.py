"""The log probe of Standfast.Benchmarks: bare C#, the ceiling of this load."""
import os

from .. import BENCHMARKS, ports, processes

CONNECTIONS = 20


class Probe:
    LABEL, SHARE = "log probe", 1
    NOTE = "no mail server: no parsing, signing, events or retries; group commit by fdatasync, no record of what was delivered"

    @staticmethod
    def prepare():
        pass

    def __init__(self, folder, relay_port, accept_only):
        self.port = ports.free()
        relay = [] if accept_only else [str(relay_port), str(CONNECTIONS)]
        self._process = processes.start(["dotnet", BENCHMARKS, "probe", str(self.port), os.path.join(folder, "log"), *relay],
                                        os.path.join(folder, "out.log"), cwd=folder)
        self.pids = [self._process.pid]
        ports.wait_for_greeting_or_close(self, self._process)

    def close(self):
        processes.stop(self._process)
