"""The ways to end the server. Each is a function of a Block that plays one round: from a start to a crash."""
import os
import signal
import time

STEPS = ("fdatasync", "pwrite64", "pwritev", "fsync", "rename,renameat,renameat2", "unlink,unlinkat", "fallocate", "ftruncate")


def kill(block):
    """kill -9 at any moment, in the start too."""
    block.server.start()
    time.sleep(block.dice.uniform(0.1, 0.6) if block.dice.random() < 0.1 else block.warm() or block.dice.uniform(0.05, 0.7))
    block.server.kill()


def step(block):
    """kill -9 at the Nth sync, write, rename, unlink or allocation of a thread, N in turn."""
    calls = STEPS[block.step % len(STEPS)]
    number = block.step // len(STEPS) % 60 + 1
    block.step += 1
    block.server.start([(calls, f"signal=KILL:when={number}")])
    end = time.monotonic() + 60
    while block.server.is_alive() and time.monotonic() < end and not block.is_ready():
        time.sleep(0.01)
    end = time.monotonic() + 1.5
    while block.server.is_alive() and time.monotonic() < end:
        time.sleep(0.01)
    if block.server.is_alive():
        block.missed += 1
    block.server.kill()


def power(block):
    """The disk keeps what was synced, and nothing else. In a third of the rounds the power fails again in the recovery."""
    block.server.start(block.inject)
    block.warm()
    # With syncs that do nothing something must have been acknowledged, on a busy machine too.
    time.sleep(block.dice.uniform(0.1, 0.7) + (1.5 if block.inject else 0))
    if block.dice.random() < 0.3:
        block.image.write_back()
        time.sleep(block.dice.uniform(0, 0.3))
    cut(block)
    if block.dice.random() < 0.35:
        block.server.start(block.inject)
        time.sleep(block.dice.uniform(0.2, 1.5))
        cut(block)
        block.crashes += 1


def cut(block):
    block.server.signal(signal.SIGSTOP)
    time.sleep(0.01)
    old = block.image.copy()
    block.server.kill()
    block.image.unmount()
    os.unlink(old)
    block.image.mount()


def disk(block):
    """From the Nth write or sync of a thread on the disk is full or broken, for a while or for good; then kill -9."""
    number = block.dice.choice((10, 30, 60, 120, 240))
    what = block.dice.choice((
        ("pwritev,pwrite64", f"error=ENOSPC:when={number}+"), ("pwritev,pwrite64", f"error=EIO:when={number}"), ("fdatasync", f"error=EIO:when={number}"),
        ("fallocate", f"error=ENOSPC:when={block.dice.randint(1, 3)}+"), ("fsync", f"error=EIO:when={block.dice.randint(1, 6)}"),
        ("pwritev,pwrite64", f"error=ENOSPC:when={number}..{number + 10}")))
    block.server.start([what])
    block.warm()
    time.sleep(block.dice.uniform(0.3, 1.2))
    block.server.kill()


def clock(block):
    """The wall clock jumps by an hour, by days, forth and back; then kill -9."""
    block.server.start(environment={"LD_PRELOAD": block.clock, "CLOCK_OFFSET": block.offset})
    block.warm()
    for _ in range(2):
        time.sleep(block.dice.uniform(0.1, 0.4))
        block.set_clock(block.dice.choice((-864_000, -3_600, 0, 3_600, 86_400, 40 * 86_400)))
    time.sleep(0.2)
    block.server.kill()


ALL = {"kill": (0.30, kill), "step": (0.35, step), "power": (0.20, power), "disk": (0.10, disk), "clock": (0.05, clock)}
