"""The log probes of Standfast.Benchmarks: bare C#, the ceiling of this load."""
import os

from .. import BENCHMARKS, ports, processes

CONNECTIONS = 20


class Probe:
    LABEL, SHARE, WAY = "log probe", 1, "plain"
    NOTE = "no mail server: no parsing, signing, events or retries; group commit by fdatasync, no record of what was delivered"

    @staticmethod
    def prepare():
        pass

    def __init__(self, folder, relay_port, accept_only):
        self.port = ports.free()
        relay = [] if accept_only else [str(relay_port), str(CONNECTIONS), self.WAY]
        self._process = processes.start(["dotnet", BENCHMARKS, "probe", str(self.port), os.path.join(folder, "log"), *relay],
                                        os.path.join(folder, "out.log"), cwd=folder)
        self.pids = [self._process.pid]
        ports.wait_for_greeting_or_close(self, self._process)

    def close(self):
        processes.stop(self._process)


class PipelinedProbe(Probe):
    LABEL, WAY, NOTE = "pipelined probe", "pipelined", "the log probe, its three commands of a transaction in one packet, as we send them"
