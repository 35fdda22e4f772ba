"""What the benchmarks share: servers to compare, load, measurement of a process tree."""
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.path.join(ROOT, "benchmarks", ".cache")
BENCHMARKS = os.path.join(ROOT, "benchmarks", "Standfast.Benchmarks", "bin", "Release", "net10.0", "Standfast.Benchmarks.dll")
SERVER = os.path.join(ROOT, "src", "Standfast.Server", "bin", "Release", "net10.0", "standfast.dll")


def numbers(name, default):
    """A space-separated list of integers from the environment."""
    return [int(word) for word in os.environ.get(name, default).split()]
