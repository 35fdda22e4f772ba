#!/usr/bin/env python3
"""What an account's flood costs another's transactional mail: delay from submission to the receiving server.

smtp-source dumps COUNT bulk messages of one account; meanwhile another account, with a credential over STARTTLS, submits a message
every INTERVAL seconds. Both go to one server that takes RATE messages a second, so that the flood stands in the queue. The same
probes go to an idle queue first. Settings (environment):
  COUNT     bulk messages                                   (200000)
  RATE      messages a second that the receiver takes       (400)
  INTERVAL  seconds between two probes                      (0.1)
  AFTER     seconds of probing after the dump was accepted  (30)
  WORK      folder for the spool                            (a temporary one)
"""
import json
import os
import shutil
import smtplib
import ssl
import subprocess
import sys
import tempfile
import threading
import time

from harness import SERVER, load, ports
from harness.pacedsink import PacedSink
from harness.standfast import Standfast


def command(data, *words):
    done = subprocess.run(["dotnet", SERVER, *words, "--json", "--data", data], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


class Probe:
    """Submits messages of its own account, one at a time, and knows when each was sent and answered."""

    def __init__(self, server, data):
        self.sent, self.answered = {}, {}
        command(data, "account", "add", "shop")
        command(data, "domain", "add", "shop.test", "--account", "shop", "--no-sign")
        self._credential = command(data, "credential", "add", "--account", "shop")
        self._port, self._client = server.port, None

    def submit(self, name):
        self.sent[name] = time.monotonic()
        if self._client is None:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self._client = smtplib.SMTP("127.0.0.1", self._port, timeout=60)
            self._client.starttls(context=context)
            self._client.login(self._credential["user_name"], self._credential["secret"])
        self._client.sendmail("probe@shop.test", ["b@dst.test"], f"From: probe@shop.test\r\nSubject: probe-{name}\r\n\r\nx\r\n")
        self.answered[name] = time.monotonic()


def probe(probes, prefix, interval, until):
    """Submits on schedule until told to stop; a late answer does not hide the wait of those that follow."""
    count, start = 0, time.monotonic()
    while not until():
        probes.submit(f"{prefix}{count}")
        count += 1
        time.sleep(max(0.0, start + count * interval - time.monotonic()))


def delays(probes, sink, prefix):
    """Seconds from the start of submission to the receiver; a probe that has not arrived counts with the time it has waited."""
    now = time.monotonic()
    return sorted(sink.arrived.get(name, now) - sent for name, sent in probes.sent.items() if name.startswith(prefix))


def row(name, values):
    if not values:
        return f"| {name} | 0 | - | - | - |"
    at = lambda share: values[min(len(values) - 1, int(len(values) * share))] * 1000
    return f"| {name} | {len(values)} | {at(0.5):.0f} | {at(0.99):.0f} | {values[-1] * 1000:.0f} |"


def main():
    count, rate = int(os.environ.get("COUNT", "200000")), int(os.environ.get("RATE", "400"))
    interval, after = float(os.environ.get("INTERVAL", "0.1")), float(os.environ.get("AFTER", "30"))
    work = tempfile.mkdtemp(prefix="standfast-bench-", dir=os.environ.get("WORK"))
    sink_port = ports.free()
    sink, server = PacedSink(sink_port, rate), None
    try:
        server = Standfast(work, sink_port, False, environment={"STANDFAST__SUBMISSION__TRUSTED_STREAM": "bulk", "STANDFAST__HTTP__PUBLIC_URL": "https://mail.example.org"})
        probes = Probe(server, os.path.join(work, "data"))
        quiet = time.monotonic() + 10
        probe(probes, "idle-", interval, lambda: time.monotonic() > quiet)
        time.sleep(2)
        idle = delays(probes, sink, "idle-")
        dumped = {}
        dump = threading.Thread(target=lambda: dumped.update(seconds=load.send(server.port, 20, count, 4096, limit=1800)))
        dump.start()
        probe(probes, "dump-", interval, lambda: not dump.is_alive())
        dump.join()
        waiting = command(os.path.join(work, "data"), "status")["queue_messages"]
        end = time.monotonic() + after
        probe(probes, "after-", interval, lambda: time.monotonic() > end)
        time.sleep(2)
        during, late = delays(probes, sink, "dump-"), delays(probes, sink, "after-")
        print(f"{count:,} bulk messages of 4 KB accepted in {dumped.get('seconds', 0):.0f} s, {waiting:,} waiting then; the receiver takes {rate} a second and took {sink.taken:,}")
        print("\ndelay of another account's transactional mail, ms from the start of submission to the receiver")
        print("| queue | messages | p50 | p99 | max |\n| --- | ---: | ---: | ---: | ---: |")
        print(row("idle", idle), row("while the flood is accepted", during), row("while the flood waits", late), sep="\n")
        both = sorted(during + late)
        return 0 if both and both[int(len(both) * 0.99)] < 1.0 and waiting > 0 else 1
    finally:
        if server:
            server.close()
        sink.close()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
