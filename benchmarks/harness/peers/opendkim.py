"""Postfix with OpenDKIM as its milter: RSA-2048, relaxed/relaxed, the fields that Standfast signs."""
import os
import subprocess

from .. import packages, ports, processes
from .postfix import Postfix

OVERSIGNED = "From,To,Cc,Subject,Date,Reply-To,Message-ID,MIME-Version,Content-Type,List-Unsubscribe,List-Unsubscribe-Post"
SIGNED = OVERSIGNED + ",Sender,Content-Transfer-Encoding,In-Reply-To,References,List-Id,Feedback-ID"
# Debian's opendkim.conf logs each signature to syslog; so does this one.
CONFIGURATION = """Mode s
Syslog yes
SyslogSuccess yes
Canonicalization relaxed/relaxed
SignatureAlgorithm rsa-sha256
Domain src.test
Selector bench
KeyFile {folder}/bench.private
SignHeaders {signed}
OversignHeaders {oversigned}
Socket local:{folder}/milter.sock
InternalHosts 127.0.0.1
RequireSafeKeys no
UserID postfix
UMask 007
"""


class PostfixOpenDkim:
    LABEL, SHARE, NOTE = "postfix + opendkim", 1, "signs rsa-sha256 with a 2048 bit key"

    @staticmethod
    def prepare():
        packages.ensure("opendkim")

    def __init__(self, folder, relay_port, accept_only):
        tree, milter = packages.ensure("opendkim"), os.path.join(folder, "milter")
        os.mkdir(milter)
        key = os.path.join(milter, "bench.private")
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
        configuration = os.path.join(milter, "opendkim.conf")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION.format(folder=milter, signed=SIGNED, oversigned=OVERSIGNED))
        for path in (milter, key):
            packages.give_to(path, "postfix")
        folders = [os.path.join(tree, "usr", "lib"), os.path.join(tree, "usr", "lib", os.uname().machine + "-linux-gnu")]
        libraries = {**os.environ, "LD_LIBRARY_PATH": ":".join(folders)}
        self._milter = processes.start([os.path.join(tree, "usr", "sbin", "opendkim"), "-f", "-x", configuration],
                                       os.path.join(milter, "out.log"), env=libraries)
        try:
            socket = os.path.join(milter, "milter.sock")
            ports.wait_for_path(socket, self._milter)
            self._postfix = Postfix(folder, relay_port, accept_only, f"unix:{socket}")
        except RuntimeError:
            processes.stop(self._milter)
            raise
        self.port, self.pids = self._postfix.port, [*self._postfix.pids, self._milter.pid]

    def close(self):
        self._postfix.close()
        processes.stop(self._milter)
