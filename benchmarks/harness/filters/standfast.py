"""Our engine: the shipped model and the phishing analysis, as the guard has them."""
import os
import subprocess

from .. import ROOT
from . import Verdict


def tool(*arguments):
    """The command line of our tool for corpora and models."""
    return ["dotnet", os.path.join(ROOT, "benchmarks", "Standfast.Benchmarks", "bin", "Release", "net10.0", "Standfast.Benchmarks.dll"), "spam", *arguments]


class Standfast:
    def __init__(self, work, limit):
        """Takes what the others take."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def learn(self, folder):
        """The model that is shipped was trained on these; nothing is learned here."""

    def judge(self, folder):
        data = os.path.join(ROOT, "data")
        lines = subprocess.run(tool("judge", folder, os.path.join(data, "models", "spam.model"), os.path.join(data, "phishing")), check=True, capture_output=True, text=True).stdout.splitlines()
        verdicts = {}
        for line in lines:
            name, probability, kind, points, action = line.split("\t")[:5]
            stopped = kind == "Certain" or action in ("Hold", "Refuse") or (kind == "Likely" and action == "Note")
            # One scale for both: signs of phishing count beside the probability, which alone decides among messages without.
            verdicts[name] = Verdict(kind != "Clean" or stopped, float(probability) + int(points) / 20, stopped)
        return verdicts
