"""The destination, a process of its own: python3 -m laboratory.sink PORT LEDGER CALM SEED.

It refuses, hangs up and dawdles, until the file CALM is there. What it takes is in its ledger before it answers 250:
"got TRANSACTION SPOOLID NAME RECIPIENT SHA256 sure|unsure"; unsure when it hung up instead of answering.
"""
import hashlib
import os
import random
import re
import socketserver
import sys
import threading
import time

from .ledger import Ledger

ID = re.compile(rb"\bid ([0-9A-Z]{26})\b")
NAME = re.compile(rb"^Subject: (\S+)\r?$", re.MULTILINE)


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 200

    def __init__(self, port, ledger, calm, seed):
        super().__init__(("127.0.0.1", port), Conversation)
        self.ledger, self.calm, self.random = Ledger(ledger), calm, random.Random(seed)
        self.lock, self.transactions = threading.Lock(), 0

    def chance(self, probability):
        with self.lock:
            drawn = self.random.random()
        return drawn < probability and not os.path.exists(self.calm)

    def next(self):
        with self.lock:
            self.transactions += 1
            return self.transactions


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self.talk()
        except OSError:
            pass  # the server was killed

    def say(self, text):
        self.wfile.write(text + b"\r\n")

    def talk(self):
        self.say(b"220 sink ESMTP")
        recipients = []
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb in (b"EHLO", b"HELO"):
                self.say(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME")
            elif verb == b"RCPT":
                recipient = line.split(b"<")[1].split(b">")[0]
                if recipient.startswith(b"none"):
                    self.say(b"550 5.1.1 Nobody of that name")
                elif self.server.chance(0.04):
                    self.say(b"450 4.2.0 Not now")
                else:
                    recipients.append(recipient)
                    self.say(b"250 2.1.5 Ok")
            elif verb == b"DATA":
                if not recipients:
                    self.say(b"503 5.5.1 No recipient")
                elif self.server.chance(0.02):
                    self.say(b"451 4.3.0 Not now")
                elif not self.take(recipients):
                    return
                recipients = []
            elif verb == b"RSET" or verb == b"MAIL":
                recipients = []
                self.say(b"250 2.0.0 Ok")
            elif verb == b"QUIT":
                self.say(b"221 2.0.0 Bye")
                return
            else:
                self.say(b"250 2.0.0 Ok")

    def take(self, recipients):
        self.say(b"354 Go")
        if self.server.chance(0.02):
            return False
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.server.chance(0.02):
            return False
        content = b"".join(lines)
        header, _, body = content.partition(b"\r\n\r\n")
        spool, name = ID.search(header), NAME.search(header)
        unsure = self.server.chance(0.02)
        number = self.server.next()
        self.server.ledger.write(*(
            f"got {number} {spool[1].decode() if spool else '-'} {name[1].decode() if name else '-'} {recipient.decode()} "
            f"{hashlib.sha256(body).hexdigest()} {'unsure' if unsure else 'sure'}" for recipient in recipients))
        if unsure:
            return False
        if self.server.chance(0.2):
            time.sleep(0.1)  # a crash finds this transaction open
        self.say(b"250 2.0.0 Taken")
        return True


if __name__ == "__main__":
    Sink(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]).serve_forever(0.1)
