"""Samples of where a process spends its CPU time, taken by Linux perf and added up by us.

Managed frames have names because the server runs with ENVIRONMENT: the runtime writes a map of what it compiles,
compiles all of it (precompiled framework code has no names in the map), and maps it once only, which perf can follow.
Stacks end early where a library keeps no frame pointer (libc's send and recv): such samples count as a system call, not
for the method that made it.
"""
import collections
import os
import re
import signal
import subprocess

ENVIRONMENT = {"DOTNET_PerfMapEnabled": "3", "DOTNET_ReadyToRun": "0", "DOTNET_EnableWriteXorExecute": "0"}
OWN = re.compile(r"\[(Standfast\.\w+|standfast)\]")
MANAGED = re.compile(r"^.*?\[([\w.]+)\] (.*)$")
# A state machine's MoveNext and a lambda read as the method they came from.
STATE_MACHINE = re.compile(r"[.+/]<(\w+)>d__\d+(?:`\d+)?(?:\[.*?\])?::MoveNext")
LAMBDA = re.compile(r"[.+/]<>c(?:__DisplayClass\d+_\d+)?::<(\w+)>b__[\d_|]+")
LOCAL = re.compile(r"::<(\w+)>g__(\w+)\|[\d_]+")


class Recording:
    """perf record of one process while the block runs."""

    def __init__(self, pid, path, hertz=997):
        self._pid, self._path, self._hertz = pid, path, hertz

    def __enter__(self):
        self._process = subprocess.Popen(
            ["perf", "record", "-q", "-F", str(self._hertz), "-e", "cpu-clock", "-g", "-p", str(self._pid), "-o", self._path],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._process.wait(60)


class Samples:
    """Shares of the samples, by leaf symbol, by area and by the nearest method of ours."""

    def __init__(self, path):
        self.total = 0
        self.leaves, self.areas, self.own, self.covered = (collections.Counter() for _ in range(4))
        text = subprocess.run(["perf", "script", "-i", path, "-F", "comm,tid,ip,sym,dso"],
                              capture_output=True, text=True, errors="replace", check=True).stdout
        for block in text.split("\n\n"):
            frames = [frame(line) for line in block.splitlines()[1:] if line.strip()]
            if frames:
                self._add(frames)

    def _add(self, frames):
        self.total += 1
        self.leaves[leaf(frames)] += 1
        self.areas[area(frames)] += 1
        own = [name for name, _, assembly in frames if assembly and OWN.match(f"[{assembly}]")]
        self.own[own[0] if own else "(none to be seen: runtime, thread pool, socket engine, send and receive)"] += 1
        for name in set(own):
            self.covered[name] += 1

    def top(self, counter, count):
        return [(name, hits / self.total) for name, hits in counter.most_common(count)]


def frame(line):
    """(name, file, assembly or None) of one line of a stack."""
    found = re.match(r"\s*[0-9a-f]+ (.*) \((.*)\)$", line)
    if not found:
        return line.strip(), "", None
    symbol, file = found.group(1), os.path.basename(found.group(2))
    managed = MANAGED.match(symbol) if file.startswith("perf-") else None
    return (short(managed.group(2)), file, managed.group(1)) if managed else (symbol, file, None)


def short(name):
    """A managed name without arguments, tier and compiler-made parts."""
    name = re.sub(r"\[(?:Tier|OptimizedTier|QuickJitted|Optimized|PreJIT|Instrumented|MinOpt)\w*\]$", "", name)
    name = name.split("(", 1)[0]
    name = STATE_MACHINE.sub(r"::\1", name)
    name = LAMBDA.sub(r"::\1 lambda", name)
    name = LOCAL.sub(r"::\1.\2", name)
    return re.sub(r"\[[^\]]*\]", "", name).replace("::", ".").replace("`1", "").replace("`2", "")


def leaf(frames):
    name, file, assembly = frames[0]
    return f"{name} ({assembly or file})"


def area(frames):
    """The system call, the assembly or the library that the sample belongs to."""
    name, file, assembly = frames[0]
    if file == "[kernel.kallsyms]" or file.startswith("[k"):
        for symbol, _, _ in frames:
            call = re.match(r"__(?:x64|se|arm64)_sys_(\w+)", symbol)
            if call:
                return f"kernel: {call.group(1)}"
        return "kernel: other"
    return assembly or file
