"""The tables of ./bench relay."""
import os
import re
import statistics

# Column, peer, what it is divided by; rates first, then CPU time a message.
RATIOS = [
    ("unsigned / postfix", "rate", "standfast", "postfix"), ("signed / postfix + opendkim", "rate", "signed", "opendkim"),
    ("unsigned / probe", "rate", "standfast", "probe"), ("unsigned / pipelined probe", "rate", "standfast", "pipelined"),
    ("unsigned / given probe", "rate", "standfast", "given"),
    ("CPU: unsigned / postfix", "cpu_ms", "standfast", "postfix"), ("CPU: signed / postfix + opendkim", "cpu_ms", "signed", "opendkim"),
]
RATIOS += [(label.replace("unsigned", "engine").replace("signed /", "engine signed /"), what, {"standfast": "engine", "signed": "engine-signed"}[mine], base)
           for label, what, mine, base in RATIOS]
OURS = ("standfast", "engine", "signed", "engine-signed", "probe", "pipelined", "given")


def machine():
    """One line on the machine, for whoever reads the figures later."""
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*:\s*(.*)", file.read())
    with open("/proc/meminfo") as file:
        memory = int(re.search(r"MemTotal:\s+(\d+)", file.read()).group(1)) / 1024 / 1024
    with open("/etc/os-release") as file:
        system = re.search(r'PRETTY_NAME="(.*)"', file.read()).group(1)
    return (f"{os.cpu_count()} cores ({model.group(1) if model else 'unknown'}), {memory:.0f} GiB, {system}, "
            f"Linux {os.uname().release}; load average before the run {os.getloadavg()[0]:.1f}")


def tables(results, peers, skipped):
    """results: Load -> peer -> [Result of each repetition]; peers: name -> class; skipped: name -> reason."""
    print("msg/s, median (min-max) of the repetitions; CPU ms of the server per message and its ratio to Postfix's; peak memory.\n")
    labels = "".join(f" {peer.LABEL} |" for peer in peers.values())
    print(f"| mode | size | sessions | msgs a session |{labels}\n| --- | ---: | ---: | --- |" + " --- |" * len(peers))
    for one, cells in results.items():
        print(_start(one) + "".join(f" {_cell(cells[name], cells.get('postfix') if name != 'postfix' else None)} |" for name in peers))
    for peer in peers.values():
        if peer.NOTE:
            print(f"\n{peer.LABEL}: {peer.NOTE}.", end="")
    print()
    for name, reason in skipped.items():
        print(f"\nskipped: {name}: {reason}", end="")
    _failures(results)
    _ratios(results, peers)


def _start(one):
    return f"| {one.mode} | {one.size} | {one.sessions} | {'many' if one.kept else 'one'} |"


def _cell(mine, base):
    rates = [result.rate for result in mine if result.rate is not None]
    mark = " (!)" if any(result.error for result in mine) else ""
    if not rates:
        return "failed (!)"
    cpu = statistics.median(result.cpu_ms for result in mine if result.rate is not None)
    ratio = _ratio(mine, base, "cpu_ms") if base else None
    return (f"**{_number(statistics.median(rates))}** ({_number(min(rates))}-{_number(max(rates))}) {cpu:.2f} ms"
            f"{f' x{ratio:.2f}' if ratio is not None else ''} {max(result.memory_mb for result in mine if result.rate is not None):.0f} MB{mark}")


def _number(rate):
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"


def _ratio(mine, base, what):
    """Median of the ratios inside the repetitions, or None."""
    pairs = [(getattr(one, what), getattr(other, what)) for one, other in zip(mine, base) if one.rate and other.rate]
    return statistics.median(one / max(other, 1e-9) for one, other in pairs) if pairs else None


def _failures(results):
    lines = [f"- {_start(one).strip('| ').replace(' | ', ' ')} {name}, repetition {number + 1}: {result.error}"
             for one, cells in results.items() for name, mine in cells.items() for number, result in enumerate(mine) if result.error]
    if lines:
        print("\n\n(!) did not end as it should; the rate is of what was done by then:\n\n" + "\n".join(lines), end="")


def _ratios(results, peers):
    columns = [(label, what, mine, base) for label, what, mine, base in RATIOS if mine in peers and base in peers]
    rivals = [name for name in peers if name not in OURS]
    if columns:
        print("\n\nRatios, median of those inside each repetition"
              + (" (fastest rival: the best of the other servers in each repetition)" if rivals and "standfast" in peers else "") + ".\n")
        best = rivals and "standfast" in peers
        print("| mode | size | sessions | msgs a session |" + "".join(f" {label} |" for label, *_ in columns) + (" unsigned / fastest rival |" if best else ""))
        print("| --- | ---: | ---: | --- |" + " ---: |" * (len(columns) + bool(best)))
        for one, cells in results.items():
            line = _start(one)
            for _, what, mine, base in columns:
                line += _shown(_ratio(cells[mine], cells[base], what))
            if best:
                fastest = [max((result for result in row if result.rate), key=lambda result: result.rate, default=row[0])
                           for row in zip(*(cells[name] for name in rivals))]
                line += _shown(_ratio(cells["standfast"], fastest, "rate"))
            print(line)


def _shown(ratio):
    return f" {ratio:.2f} |" if ratio is not None else " - |"
