"""Clients that submit without end. Each writes down what it is about to send, and what it was answered, before it goes on.

"try NAME SHA256 RECIPIENTS" before the final dot, "cut NAME" before a message that it leaves in the middle,
"ok NAME SPOOLID" and "no NAME CODE" after the answer.
"""
import hashlib
import os
import random
import socket
import threading
import time

from .ledger import Ledger

MAX_RECIPIENTS = 3


class Clients:
    def __init__(self, folder, port, count, seed):
        self._stop = threading.Event()
        self.acknowledged = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(os.path.join(folder, f"client-{number}"), port, random.Random(f"{seed}-{number}"), f"{seed}-{number}"))
                         for number in range(count)]
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, path, port, dice, name):
        ledger, number = Ledger(path), 0
        while not self._stop.is_set():
            try:
                with socket.create_connection(("127.0.0.1", port), 2) as connection, connection.makefile("rb") as replies:
                    connection.settimeout(10)
                    command(connection, replies, None)
                    command(connection, replies, b"EHLO client.example")
                    for _ in range(dice.randint(1, 50)):
                        if self._stop.is_set():
                            break
                        number += 1
                        submit(connection, replies, ledger, dice, f"{name}-{number}")
                        self.acknowledged.set()
            except (OSError, Refused):
                time.sleep(0.02)  # not there yet, or gone
        ledger.close()


class Refused(Exception):
    """The dialogue cannot go on."""


def command(connection, replies, line, wants=b"2"):
    if line is not None:
        connection.sendall(line + b"\r\n")
    reply = replies.readline()
    while reply[3:4] == b"-":
        reply = replies.readline()
    if reply[:1] != wants:
        raise Refused(reply)
    return reply.decode("ascii", "replace").strip()


def submit(connection, replies, ledger, dice, name):
    recipients = [f"{'none' if dice.random() < 0.05 else 'user'}-{dice.randint(1, 1000)}@sink.example" for _ in range(dice.choice((1, 1, 1, 2, MAX_RECIPIENTS)))]
    recipients = sorted(set(recipients))
    size = dice.choice((100, 1_000, 1_000, 4_000, 30_000))
    body = b"".join(b"%s\r\n" % dice.randbytes(35).hex().encode() for _ in range(size // 72 + 1)) + (b"..\r\n.dots\r\n" if dice.random() < 0.1 else b"")
    content = f"From: <me@mail.example.org>\r\nTo: <sink@sink.example>\r\nSubject: {name}\r\n\r\n".encode() + body
    wire = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in content.split(b"\r\n"))
    command(connection, replies, b"MAIL FROM:<me@mail.example.org>")
    for recipient in recipients:
        command(connection, replies, f"RCPT TO:<{recipient}>".encode())
    command(connection, replies, b"DATA", b"3")
    if dice.random() < 0.03:
        ledger.write(f"cut {name}")
        connection.sendall(wire[:len(wire) // 2])
        raise Refused("left in the middle")
    ledger.write(f"try {name} {hashlib.sha256(body).hexdigest()} {','.join(recipients)}")
    connection.sendall(wire)
    try:
        reply = command(connection, replies, b".")
    except Refused as refusal:
        ledger.write(f"no {name} {str(refusal)[2:5] or '-'}")
        raise
    ledger.write(f"ok {name} {reply.split()[-1]}")
