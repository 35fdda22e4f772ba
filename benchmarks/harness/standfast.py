"""Standfast as built, on the embedded store, every acceptance synced."""
import os
import subprocess

from . import SERVER, ports


class Standfast:
    def __init__(self, folder, relay_port, accept_only, signed=False, environment=None):
        self.name = "standfast signed" if signed else "standfast"
        self.port, http = ports.free(), ports.free()
        data = os.path.join(folder, "data")
        settings = {
            "server.data": data,
            "server.hostname": "standfast.test",
            "smtp.listen": f"127.0.0.1:{ports.free()}",
            "submission.listen": f"127.0.0.1:{self.port}",
            "submissions.listen": f"127.0.0.1:{ports.free()}",
            "http.listen": f"127.0.0.1:{http}",
            "submission.trusted_networks": "127.0.0.0/8",
            "delivery.relay": f"127.0.0.1:{relay_port}",
            "delivery.paused": str(accept_only).lower(),
        }
        sets = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        self._log = open(os.path.join(folder, "standfast.log"), "wb")
        self.process = subprocess.Popen(["dotnet", SERVER, "serve", *sets], stdout=self._log, stderr=self._log,
                                        cwd=folder, env={**os.environ, **(environment or {})})
        try:
            ports.wait_for_greeting(self.port, self.process)
            subprocess.run(["dotnet", SERVER, "domain", "add", "src.test", *([] if signed else ["--no-sign"]), *sets],
                           check=True, capture_output=True, cwd=folder)
        except (RuntimeError, subprocess.CalledProcessError):
            self.close()
            raise

    def close(self):
        self.process.terminate()
        self.process.wait(40)
        self._log.close()
