"""Standfast as built, on the embedded store, every acceptance synced, an event for each recipient and step."""
import os
import subprocess

from . import SERVER, ports, processes


class Standfast:
    LABEL, SHARE, NOTE, SIGNS = "standfast", 1, "", False

    @staticmethod
    def prepare():
        pass

    def __init__(self, folder, relay_port, accept_only, environment=None):
        self.port = ports.free()
        settings = {
            "server.data": os.path.join(folder, "data"),
            "server.hostname": "standfast.test",
            "smtp.listen": f"127.0.0.1:{ports.free()}",
            "submission.listen": f"127.0.0.1:{self.port}",
            "submissions.listen": f"127.0.0.1:{ports.free()}",
            "http.listen": f"127.0.0.1:{ports.free()}",
            "submission.trusted_networks": "127.0.0.0/8",
            "delivery.relay": f"127.0.0.1:{relay_port}",
            "delivery.paused": str(accept_only).lower(),
        }
        sets = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        self.process = processes.start(["dotnet", SERVER, "serve", *sets], os.path.join(folder, "out.log"),
                                        cwd=folder, env={**os.environ, **(environment or {})})
        self.pids = [self.process.pid]
        ports.wait_for_greeting_or_close(self, self.process)
        try:
            subprocess.run(["dotnet", SERVER, "domain", "add", "src.test", *([] if self.SIGNS else ["--no-sign"]), *sets],
                           check=True, capture_output=True, cwd=folder, timeout=60)
        except BaseException:
            self.close()
            raise

    def close(self):
        processes.stop(self.process, 40)


class StandfastSigned(Standfast):
    LABEL, NOTE, SIGNS = "standfast signed", "signs rsa-sha256 with a 2048 bit key", True


class Engine(Standfast):
    LABEL, NOTE = "engine", "standfast with guard.mode=off: like the other servers, none of which reads what it relays"

    def __init__(self, folder, relay_port, accept_only):
        super().__init__(folder, relay_port, accept_only, {"STANDFAST__GUARD__MODE": "off"})


class EngineSigned(Engine):
    LABEL, NOTE, SIGNS = "engine signed", "", True
