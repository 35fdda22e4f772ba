"""What only benchmarks need, fetched when one asks for it: eng/install-bench-packages NAME."""
import os
import pwd
import subprocess

from . import CACHE, ROOT


class Missing(Exception):
    """It cannot be had here; the message says why."""


def ensure(name):
    """Fetches what name stands for unless it is there; returns the folder of what was unpacked for it."""
    done = subprocess.run([os.path.join(ROOT, "eng", "install-bench-packages"), name], capture_output=True, text=True)
    if done.returncode:
        raise Missing((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
    return os.path.join(CACHE, name)


def give_to(path, account):
    """Makes an account of this machine the owner of a file or folder."""
    entry = pwd.getpwnam(account)
    os.chown(path, entry.pw_uid, entry.pw_gid)
