"""File systems that lose power: an ext4 image on a loop device, and a copy of it taken while the server stands still.

The copy holds what had reached the disk, and nothing of what was only written. The journal commits by itself so seldom that it
does not while the copy is made.
"""
import os
import subprocess
import time


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True)


class Image:
    def __init__(self, folder, megabytes=192):
        self._folder, self._number = folder, 0
        self.mount_point = os.path.join(folder, "mnt")
        os.makedirs(self.mount_point)
        self._path = os.path.join(folder, "disk-0")
        with open(self._path, "wb") as file:
            file.truncate(megabytes * 1024 * 1024)
        run("mkfs.ext4", "-q", "-F", "-m", "0", self._path)
        self.mount()

    def mount(self):
        run("mount", "-o", "loop,commit=600", self._path, self.mount_point)

    def unmount(self):
        end = time.monotonic() + 10
        while True:
            try:
                run("umount", self.mount_point)
                return
            except subprocess.CalledProcessError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)  # who was killed is not gone yet

    def write_back(self):
        """Everything that is written reaches the disk: the cut comes at another moment of its life."""
        run("sync", "-f", self.mount_point)

    def copy(self):
        """What is on the disk now; used from the next mount on."""
        self._number += 1
        old, self._path = self._path, os.path.join(self._folder, f"disk-{self._number}")
        run("cp", "--sparse=always", old, self._path)
        return old

    @staticmethod
    def why_not(folder):
        """Why power cuts cannot be made here; None when they can."""
        probe = os.path.join(folder, "probe")
        try:
            image = Image(probe, 16)
            image.unmount()
        except (OSError, subprocess.CalledProcessError) as error:
            return f"no loop mount: {getattr(error, 'stderr', None) or error}".strip().split("\n")[0]
        return None
