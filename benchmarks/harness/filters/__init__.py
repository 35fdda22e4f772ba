"""Filters that judge messages: learn(folder) and judge(folder) -> {file: Verdict}; folders hold ham/ and spam/."""
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    is_spam: bool
    score: float
    # Stronger than is_spam: would not be sent (ours), rejected (rspamd); None where the filter has no such step.
    is_stopped: bool | None = None


def files(folder):
    """Messages below a folder, as ham/NAME and spam/NAME, the two kinds taking turns, so that a run cut short has both."""
    kinds = [sorted(os.listdir(os.path.join(folder, kind))) for kind in ("ham", "spam")]
    found = []
    for index in range(max(map(len, kinds))):
        found += [f"{kind}/{names[index]}" for kind, names in zip(("ham", "spam"), kinds) if index < len(names)]
    return found
