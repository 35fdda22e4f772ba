"""Reads the three ledgers and says what is wrong, by the invariants of docs/crash-laboratory.md."""
import collections
import glob
import os

from . import ledger

TERMINAL = ("delivered", "bounced", "expired", "suppressed")


class Verdict:
    def __init__(self):
        self.rounds = self.crashes = self.acknowledged = self.delivered = self.bounced = self.suppressed = self.lost = self.duplicates = self.bound = 0
        self.bugs = []

    def add(self, other):
        for name in ("rounds", "crashes", "acknowledged", "delivered", "bounced", "suppressed", "lost", "duplicates", "bound"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.bugs += other.bugs


def judge(folder, events, left, crashes, connections):
    verdict = Verdict()
    tried, acknowledged, cut = read_clients(folder)
    got = read_sink(os.path.join(folder, "sink"))
    facts = collections.defaultdict(list)
    refused = {event["recipient"] for event in events if event["kind"] == "bounced"}
    for event in events:
        if event["kind"] in TERMINAL + ("quarantined",):
            facts[event["message"], event["recipient"]].append(event["kind"])
        if event["kind"] == "suppressed" and event["recipient"] not in refused:
            verdict.bugs.append(f"1: {event['recipient']} is suppressed, and no message to it was refused")
    verdict.crashes, verdict.bound = crashes, crashes * connections
    bug = verdict.bugs.append
    taken = collections.defaultdict(list)
    for transaction, spool, name, recipient, digest, sure in got:
        taken[spool, recipient].append((int(transaction), sure == "sure"))
        if name in cut or name not in tried:
            bug(f"2: {name} ({spool}) was delivered, and nobody sent it")
        elif tried[name][0] != digest or recipient not in tried[name][1]:
            bug(f"2: {name} ({spool}) to {recipient} is not what was sent")
    if len(twice := {(name, spool) for _, spool, name, *_ in got}) != len({name for name, _ in twice}):
        bug("a message that was sent once was accepted twice")

    for name, spool in acknowledged.items():
        for recipient in tried[name][1]:
            verdict.acknowledged += 1
            if (spool, recipient) in taken:
                verdict.delivered += 1
            elif "bounced" in facts.get((spool, recipient), []) and recipient.startswith("none"):
                verdict.bounced += 1
            elif "suppressed" in facts.get((spool, recipient), []) and recipient.startswith("none"):
                # Another message had found out before that nobody is there.
                verdict.suppressed += 1
            else:
                verdict.lost += 1
                bug(f"1: {name} ({spool}) to {recipient} was acknowledged and is lost; the server says {facts.get((spool, recipient), [])}")
    repeated = {transaction for times in taken.values() for index, (transaction, _) in enumerate(sorted(times)) if index > 0 and sorted(times)[index - 1][1]}
    verdict.duplicates = len(repeated)
    if verdict.duplicates > verdict.bound:
        bug(f"3: {verdict.duplicates} duplicates, at most {verdict.bound} allowed")
    for key, kinds in facts.items():
        if len(kinds) != 1:
            bug(f"4: {key[0]} to {key[1]} ended {len(kinds)} times: {kinds}")
        if kinds[0] == "delivered" and key not in taken and key[1].endswith("@sink.example"):
            bug(f"4: {key[0]} to {key[1]} was delivered, says the server; the sink has not got it")
    for key in taken:
        if facts.get(key, []) != ["delivered"]:
            bug(f"4: {key[0]} to {key[1]} is at the sink; the server says {facts.get(key, [])}")
    if left:
        bug(f"5: {left} messages are left in the queue after the drain")
    return verdict


def read_clients(folder):
    tried, acknowledged, cut = {}, {}, set()
    for path in glob.glob(os.path.join(folder, "client-*")):
        for kind, name, *rest in ledger.read(path):
            if kind == "try":
                tried[name] = (rest[0], rest[1].split(","))
            elif kind == "ok":
                acknowledged[name] = rest[0]
            elif kind == "cut":
                cut.add(name)
    return tried, acknowledged, cut


def read_sink(path):
    return [words[1:] for words in ledger.read(path) if words[0] == "got"]
