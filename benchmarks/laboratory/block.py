"""Some rounds of one kind on one spool, then the drain and the judgement."""
import os
import random
import shutil
import subprocess
import sys
import time

from harness import ports

from . import judge, kinds
from .clients import Clients
from .images import Image
from .server import CONNECTIONS, Server

CLIENTS = 6


class Block:
    steps = 0

    def __init__(self, kind, seed, folder, inject=()):
        self.kind, self.seed, self.folder, self.inject = kind, seed, folder, inject
        self.dice = random.Random(seed)
        self.crashes = self.missed = self.silent = 0
        self.step = Block.steps
        os.makedirs(folder)
        self.image = Image(os.path.join(folder, "image")) if kind == "power" else None
        self.offset, self.clock = os.path.join(folder, "offset"), os.path.join(folder, "clock.so")
        if kind == "clock":
            source = os.path.join(os.path.dirname(__file__), "clock.c")
            subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", self.clock, source, "-ldl"], check=True)
            self.set_clock(0)
        sink = ports.free()
        calm = os.path.join(folder, "calm")
        self._calm = calm
        self._sink = subprocess.Popen([sys.executable, "-m", "laboratory.sink", str(sink), os.path.join(folder, "sink"), calm, str(seed)],
                                      cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        self.server = Server(folder, os.path.join(self.image.mount_point if self.image else folder, "data"), sink)

    def set_clock(self, seconds):
        with open(self.offset + ".new", "w", encoding="ascii") as file:
            file.write(str(seconds))
        os.rename(self.offset + ".new", self.offset)

    def is_ready(self):
        return "ready:" in self.server.said()

    def warm(self):
        """Waits until the server has acknowledged something, or is gone: a crash before that shows little."""
        self.server.wait_ready()
        end = time.monotonic() + 15
        while self.server.is_alive() and time.monotonic() < end and not self.clients.acknowledged.wait(0.02):
            pass
        if not self.clients.acknowledged.is_set():
            self.silent += 1

    def run(self, rounds):
        for number in range(rounds):
            clients = self.clients = Clients(self.folder, self.server.port, CLIENTS, f"{self.seed}-{number}")
            try:
                kinds.ALL[self.kind][1](self)
                self.crashes += 1
            finally:
                self.server.kill()
                clients.stop()
        Block.steps = self.step
        return self.settle(rounds)

    def settle(self, rounds):
        """A last start, without faults."""
        open(self._calm, "w", encoding="ascii").close()
        self.set_clock(0)
        self.server.start()
        if not self.server.wait_ready():
            verdict = judge.Verdict()
            verdict.bugs.append(f"it does not start: {self.server.said()[-600:]}")
        else:
            left = self.server.drain()
            time.sleep(0.2)
            verdict = judge.judge(self.folder, self.server.events(), left, self.crashes, CONNECTIONS)
            if damaged := self.server.ask("/status")["spool"]["damaged_records"]:
                verdict.bugs.append(f"{damaged} records are damaged")
        verdict.rounds = rounds
        self.server.kill()
        return verdict

    def close(self, keep):
        self.server.kill()
        self._sink.terminate()
        self._sink.wait()
        if self.image:
            if keep:
                shutil.copytree(self.server.data, os.path.join(self.folder, "data"), dirs_exist_ok=True)
            self.image.unmount()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
