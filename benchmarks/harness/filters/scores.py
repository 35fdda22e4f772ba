"""Precision, recall and false positives with 95 % confidence intervals, over the messages that all filters judged."""
import math
from collections import Counter


def wilson(hits, total):
    """Wilson's score interval."""
    if total == 0:
        return 0.0, 0.0, 0.0
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return share, max(0.0, middle - half), min(1.0, middle + half)


def show(hits, total):
    share, low, high = wilson(hits, total)
    return f"{100 * share:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def is_spam(name):
    return name.startswith("spam/")


def auc(verdicts, names):
    """Share of pairs of a spam and a ham in which the spam has the higher score."""
    groups = {}
    for name in names:
        groups.setdefault(verdicts[name].score, [0, 0])[is_spam(name)] += 1
    below = total = spams = 0
    for score in sorted(groups):
        ham, spam = groups[score]
        total += spam * (below + ham / 2)
        below, spams = below + ham, spams + spam
    return total / (below * spams) if below and spams else float("nan")


def recall_at(verdicts, names, allowed):
    """Spam above the score that no more than this many ham reach."""
    ham = sorted((verdicts[name].score for name in names if not is_spam(name)), reverse=True)
    limit = ham[allowed] if allowed < len(ham) else float("-inf")
    return sum(verdicts[name].score > limit for name in names if is_spam(name))


def tables(verdicts, skipped):
    names = sorted(set.intersection(*(set(one) for one in verdicts.values())))
    spam, ham = [name for name in names if is_spam(name)], [name for name in names if not is_spam(name)]
    sources = Counter(".".join(name.split("/")[1].split(".")[:2]) for name in names)
    print(f"{len(ham)} ham and {len(spam)} spam held back: " + ", ".join(f"{source} {count}" for source, count in sorted(sources.items())) + "\n")
    print("| filter | false positives | recall | precision | AUC |\n| --- | --- | --- | --- | --- |")
    lines = [(filter, filter, lambda verdict: verdict.is_spam) for filter in verdicts]
    lines += [(f"{filter}, {'not sent' if filter == 'standfast' else 'rejected'}", filter, lambda verdict: verdict.is_stopped) for filter in verdicts if any(one.is_stopped is not None for one in verdicts[filter].values())]
    for label, filter, taken in lines:
        false = sum(taken(verdicts[filter][name]) for name in ham)
        true = sum(taken(verdicts[filter][name]) for name in spam)
        print(f"| {label} | {false} of {len(ham)}: {show(false, len(ham))} | {true} of {len(spam)}: {show(true, len(spam))} | {show(true, true + false)} | {auc(verdicts[filter], names):.4f} |")
    print("\nRecall at the same number of false positives, by the score alone:\n\n| filter | " + " | ".join(f"{count}" for count in (0, 1, 2, 5)) + " |\n|" + " --- |" * 5)
    for filter in verdicts:
        print(f"| {filter} | " + " | ".join(f"{100 * recall_at(verdicts[filter], names, count) / max(1, len(spam)):.1f} %" for count in (0, 1, 2, 5)) + " |")
    print("\nBy source, taken for spam:\n\n| source | messages | " + " | ".join(verdicts) + " |\n|" + " --- |" * (2 + len(verdicts)))
    for source in sorted(sources):
        mine = [name for name in names if name.split("/")[1].startswith(source + ".")]
        print(f"| {source} | {len(mine)} | " + " | ".join(str(sum(verdicts[filter][name].is_spam for name in mine)) for filter in verdicts) + " |")
    for filter, reason in skipped.items():
        print(f"\nNot measured: {filter}: {reason}")
