"""A server from unpacked packages in mount and process namespaces of its own: the machine's /usr and /etc stay as they are."""
import os
import shlex

from . import processes

# Ids that no package uses (Debian policy 9.2.2 reserves 65000-65533).
ACCOUNTS = {"Debian-exim": 65101, "opensmtpd": 65102, "opensmtpq": 65103}


def start(folder, tree, command, mounts=()):
    """Starts command; tree is laid over /usr, folder/etc over /etc. mounts: (source or None for an empty tmpfs, target) in order.

    The first process of the namespace is a shell that waits for the server and reaps orphans, so that
    their CPU time counts; when the returned process (unshare) ends, the kernel kills the namespace.
    """
    _write_etc(os.path.join(folder, "etc"))
    lines = ["set -e",
             f"mount -t overlay overlay -o lowerdir={shlex.quote(tree)}/usr:/usr /usr",
             f"mount -t overlay overlay -o lowerdir={shlex.quote(folder)}/etc:/etc /etc"]
    for source, target in mounts:
        lines.append(f"mount -t tmpfs tmpfs {target}" if source is None else
                     f"mkdir -p {target}; mount --bind {shlex.quote(source)} {target}")
    lines += ["ulimit -n 20000 || :", shlex.join(command) + " &", "wait"]
    return processes.start(["unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "sh", "-c", "\n".join(lines)],
                           os.path.join(folder, "out.log"), cwd=folder)


def _write_etc(etc):
    """Accounts the server insists on, and name look-ups that fail at once instead of leaving the machine."""
    os.makedirs(etc, exist_ok=True)
    for name, line in (("passwd", "{0}:x:{1}:{1}::/nonexistent:/usr/sbin/nologin\n"), ("group", "{0}:x:{1}:\n")):
        with open(os.path.join("/etc", name)) as file:
            text = file.read()
        with open(os.path.join(etc, name), "w") as file:
            file.write(text + "".join(line.format(account, number) for account, number in ACCOUNTS.items()
                                      if f"\n{account}:" not in text))
    for name, text in (("hosts", "127.0.0.1 localhost\n"), ("resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")):
        with open(os.path.join(etc, name), "w") as file:
            file.write(text)
