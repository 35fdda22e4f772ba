"""Haraka from npm, versions fixed by haraka/package-lock.json, a worker process a core."""
import os
import shutil

from .. import packages, ports, processes

PLUGIN = """'use strict'
exports.hook_lookup_rdns = (next) => next(OK, 'localhost')
exports.hook_connect_init = (next, connection) => {{ connection.relaying = true; next() }}
exports.hook_rcpt = (next) => next(OK)
exports.hook_get_mx = (next) => next(OK, {{ exchange: '127.0.0.1', port: {sink}, priority: 0 }})
"""


class Haraka:
    LABEL, SHARE, NOTE = "haraka", 0.5, ""

    @staticmethod
    def prepare():
        packages.ensure("haraka")

    def __init__(self, folder, relay_port, accept_only):
        self.port = ports.free()
        installed = os.path.join(packages.ensure("haraka"), "node_modules", "Haraka")
        for part in ("config", "plugins", "queue"):
            os.mkdir(os.path.join(folder, part))
        for name in ("connection.ini", "log.ini"):
            shutil.copy(os.path.join(installed, "config", name), os.path.join(folder, "config"))
        for name, text in {
            "config/me": "haraka.test\n",
            "config/plugins": "to_sink\n",
            "config/smtp.ini": f"listen=127.0.0.1:{self.port}\nnodes=cpus\n",
            "config/outbound.ini": f"disabled={str(accept_only).lower()}\nenable_tls=false\n",
            "plugins/to_sink.js": PLUGIN.format(sink=relay_port),
        }.items():
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        self._process = processes.start(["node", os.path.join(installed, "bin", "haraka"), "-c", folder],
                                        os.path.join(folder, "out.log"), cwd=folder)
        self.pids = [self._process.pid]
        ports.wait_for_greeting_or_close(self, self._process)

    def close(self):
        processes.stop(self._process)
