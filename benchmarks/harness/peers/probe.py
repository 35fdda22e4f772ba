"""The log probes of Standfast.Benchmarks: bare C#, the ceiling of this load."""
import os

from .. import BENCHMARKS, packages, ports, processes

CONNECTIONS = 20


class Probe:
    LABEL, SHARE, WAY = "log probe", 1, "plain"
    NOTE = "no mail server: no parsing, signing, events or retries; group commit by fdatasync, no record of what was delivered"

    @staticmethod
    def prepare():
        pass

    def __init__(self, folder, relay_port, accept_only):
        self.port = ports.free()
        relay = None if accept_only else str(relay_port)
        self._process = processes.start(self.command(os.path.join(folder, "log"), relay), os.path.join(folder, "out.log"), cwd=folder)
        self.pids = [self._process.pid]
        ports.wait_for_greeting_or_close(self, self._process)

    def command(self, log, relay_port):
        return ["dotnet", BENCHMARKS, "probe", str(self.port), log, *([relay_port, str(CONNECTIONS), self.WAY] if relay_port else [])]

    def close(self):
        processes.stop(self._process)


class PipelinedProbe(Probe):
    LABEL, WAY, NOTE = "pipelined probe", "pipelined", "the log probe, its three commands of a transaction in one packet, as we send them"


class GivenProbe(Probe):
    """Another program of the same kind, PROBE=its assembly: `PORT log FOLDER`, or `PORT relay FOLDER SINK_PORT CONNECTIONS`;
    PROBE_FDATASYNC=1 asks for `fdatasync` in place of `fsync`."""
    LABEL, NOTE = "given probe", "the program that PROBE names, with the same work as the log probe"

    @staticmethod
    def prepare():
        if not os.path.exists(os.environ.get("PROBE", "")):
            raise packages.Missing("PROBE names no assembly")

    def command(self, log, relay_port):
        os.makedirs(log)
        call = ["log", log] if relay_port is None else ["relay", log, relay_port, str(CONNECTIONS)]
        return ["env", "PROBE_FDATASYNC=1", "dotnet", os.environ["PROBE"], str(self.port), *call]
