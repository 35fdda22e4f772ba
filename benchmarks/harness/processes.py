"""Processes that end with the benchmark, however it ends."""
import ctypes
import os
import signal
import subprocess
import sys

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def start(command, log, **options):
    """Starts a command as leader of its own session, output to the file log; the kernel kills it when we are gone."""
    with open(log, "ab") as out:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                                preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL), **options)


def stop(process, limit=30):
    """Asks the session of a process that start() started to end; kills it after limit seconds."""
    for number, wait in ((signal.SIGTERM, limit), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass
        try:
            process.wait(wait)
            break
        except subprocess.TimeoutExpired:
            continue
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def end_on_signals():
    """Ctrl-C, SIGTERM and SIGHUP run the finally blocks; what comes after the first no longer interrupts them."""
    def handle(number, _):
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)
        print("# interrupted; ending what was started", file=sys.stderr, flush=True)
        raise SystemExit(128 + number)

    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, handle)
