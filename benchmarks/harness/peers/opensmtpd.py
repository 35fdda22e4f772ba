"""OpenSMTPD of Debian's package."""
import os

from .. import confined, packages, ports, processes

CONFIGURATION = """smtp limit max-mails 1000000
smtp max-message-size 100M
queue ttl 4d
listen on 127.0.0.1 port {port} hostname opensmtpd.test
action "relay" relay host smtp://127.0.0.1:{sink}
match from any for any action "relay"
"""


class OpenSmtpd:
    LABEL, SHARE = "opensmtpd", 0.1
    NOTE = "not durable: answers 250 without a sync; its listen backlog is 5"

    @staticmethod
    def prepare():
        packages.ensure("opensmtpd")

    def __init__(self, folder, relay_port, accept_only):
        self.port = ports.free()
        tree, queue = packages.ensure("opensmtpd"), os.path.join(folder, "queue")
        os.mkdir(queue)
        os.chmod(queue, 0o711)
        configuration = os.path.join(folder, "smtpd.conf")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION.format(port=self.port, sink=relay_port))
        mounts = [(None, "/run"), (None, "/var/spool"), (None, "/var/lib"), (queue, "/var/spool/smtpd")]
        command = ["sh", "-c", 'mkdir -p /var/lib/opensmtpd/empty && exec smtpd -d "$@"', "smtpd", "-f", configuration]
        self._process = confined.start(folder, tree, command + (["-P", "mta"] if accept_only else []), mounts)
        self.pids = [self._process.pid]
        ports.wait_for_greeting_or_close(self, self._process)

    def close(self):
        processes.stop(self._process)
