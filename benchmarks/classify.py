#!/usr/bin/env python3
"""Spam classifier beside SpamAssassin and rspamd: precision and recall on the same held-back messages of public corpora.

No filter has seen the held-back messages: the shipped model, sa-learn and rspamd's Bayes were all given the same training part, and none
has network. Which messages are held back is fixed in benchmarks/Standfast.Benchmarks/Spam/CorpusMessage.cs. Settings (environment):
  CORPORA   folder with spamassassin-public, csdmc2010, phishing-pot  (../shared/suites/spam beside the repository)
  PEERS     standfast spamassassin rspamd   (all that can be had)
  SHARE     share of the held-back messages that are judged, 0 to 1  (1)
  LIMIT     seconds for each other filter, learning and judging; what is not judged by then is left out for all  (220)
  RETRAIN   1: the model is trained anew first and written to data/models/spam.model  (0)
  WORK      folder for copies of the messages  (a temporary one)
"""
import os
import shutil
import subprocess
import sys
import tempfile

from harness import ROOT, packages, processes, report
from harness.filters import scores
from harness.filters.rspamd import Rspamd
from harness.filters.spamassassin import SpamAssassin
from harness.filters.standfast import Standfast, tool

PEERS = {"standfast": Standfast, "spamassassin": SpamAssassin, "rspamd": Rspamd}


def main():
    processes.end_on_signals()
    corpora = os.environ.get("CORPORA", os.path.join(os.path.dirname(ROOT), "shared", "suites", "spam"))
    if not os.path.isdir(corpora):
        sys.exit(f"classify: there is no {corpora}; CORPORA names the folder of the corpora")
    if os.environ.get("RETRAIN") == "1":
        subprocess.run(tool("train", corpora, os.path.join(ROOT, "benchmarks", "honest-mail.txt"), os.path.join(ROOT, "data", "models", "spam.model")), check=True)
    work = tempfile.mkdtemp(prefix="standfast-classify-", dir=os.environ.get("WORK"))
    os.chmod(work, 0o755)
    try:
        subprocess.run(tool("split", corpora, work, os.environ.get("SHARE", "1")), check=True)
        verdicts, skipped = {}, {}
        for name in os.environ.get("PEERS", " ".join(PEERS)).split():
            try:
                with PEERS[name](work, float(os.environ.get("LIMIT", "220"))) as peer:
                    peer.learn(os.path.join(work, "train"))
                    verdicts[name] = peer.judge(os.path.join(work, "held"))
                print(f"# {name}: {len(verdicts[name])} judged", file=sys.stderr, flush=True)
            except (packages.Missing, subprocess.TimeoutExpired, TimeoutError, RuntimeError) as error:
                skipped[name] = "LIMIT was over before it had learned" if isinstance(error, (subprocess.TimeoutExpired, TimeoutError)) else str(error)
                print(f"# skipped: {name}: {error}", file=sys.stderr, flush=True)
        print(report.machine() + "\n")
        scores.tables(verdicts, skipped)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0 if "standfast" in verdicts else 1


if __name__ == "__main__":
    sys.exit(main())
