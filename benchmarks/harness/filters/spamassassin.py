"""SpamAssassin of Debian: local rules and Bayes, no network (spamd -L)."""
import os
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from .. import packages, ports
from . import Verdict, files


class SpamAssassin:
    def __init__(self, work, limit):
        packages.ensure("spamassassin")
        self.home, self.end, self.daemon = os.path.join(work, "spamassassin"), time.monotonic() + limit, None
        os.makedirs(self.home)
        os.chmod(self.home, 0o777)
        # The daemon gives up root; both it and sa-learn must reach the token files.
        self.settings = [f"--cf=bayes_path {self.home}/bayes", "--cf=bayes_file_mode 0777", "--cf=bayes_auto_learn 0", "--cf=use_bayes 1", "--cf=skip_rbl_checks 1"]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.daemon:
            self.daemon.terminate()
            self.daemon.wait(30)

    def learn(self, folder):
        for kind in ("ham", "spam"):
            left = max(1, self.end - time.monotonic())
            subprocess.run(["sa-learn", "-L", "--no-sync", f"--{kind}", *self.settings, os.path.join(folder, kind)], check=True, capture_output=True, timeout=left)
        subprocess.run(["sa-learn", "--sync", *self.settings], check=True, capture_output=True)
        for name in os.listdir(self.home):
            os.chmod(os.path.join(self.home, name), 0o666)

    def judge(self, folder):
        port = ports.free()
        self.daemon = subprocess.Popen(["spamd", "-L", "-x", "-i", "127.0.0.1", "-p", str(port), "-m", "2", "--min-children=2", "-s", "stderr", *self.settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while subprocess.run(["spamc", "-d", "127.0.0.1", "-p", str(port), "-K"], capture_output=True).returncode:
            if time.monotonic() > deadline:
                raise RuntimeError("spamd does not start")
            time.sleep(0.3)

        def one(name):
            if time.monotonic() > self.end:
                return name, None
            with open(os.path.join(folder, name), "rb") as message:
                answer = subprocess.run(["spamc", "-d", "127.0.0.1", "-p", str(port), "-R", "-t", "60"], stdin=message, capture_output=True).stdout.decode("latin-1")
            found = re.match(r"(-?[0-9.]+)/(-?[0-9.]+)", answer)
            # 0/0 is spamc's word for "not reached".
            return name, None if not found or found[2] == "0" else Verdict(float(found[1]) >= float(found[2]), float(found[1]))

        with ThreadPoolExecutor(2) as pool:
            return {name: verdict for name, verdict in pool.map(one, files(folder)) if verdict}
