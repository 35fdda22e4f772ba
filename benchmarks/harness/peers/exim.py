"""Exim 4 of Debian's light build: a process a connection, delivery at once by a process a message."""
import os

from .. import confined, packages, ports, processes

CONFIGURATION = """exim_user = Debian-exim
exim_group = Debian-exim
never_users = root
primary_hostname = exim.test
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/spool/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
disable_ipv6 = true
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
split_spool_directory = true
queue_only = {queue_only}
message_size_limit = 0
smtp_accept_max = 0
smtp_accept_max_per_connection = 0
smtp_accept_queue_per_connection = 0
smtp_connect_backlog = 250
acl_smtp_rcpt = accept
acl_smtp_data = accept

begin routers
relay:
  driver = manualroute
  transport = relay
  route_list = * 127.0.0.1
  self = send

begin transports
relay:
  driver = smtp
  port = {sink}
  allow_localhost
  hosts_avoid_tls = *

begin retry
* * F,1h,1m
"""


class Exim:
    LABEL, SHARE = "exim", 0.2
    NOTE = "keeps its 200 ms delay after QUIT"

    @staticmethod
    def prepare():
        packages.ensure("exim")

    def __init__(self, folder, relay_port, accept_only):
        self.port = ports.free()
        tree, user = packages.ensure("exim"), confined.ACCOUNTS["Debian-exim"]
        for part in ("spool", "log", "etc/exim4"):
            os.makedirs(os.path.join(folder, part))
        for part in ("spool", "log"):
            os.chown(os.path.join(folder, part), user, user)
        with open(os.path.join(folder, "etc", "exim4", "exim4.conf"), "w") as file:
            file.write(CONFIGURATION.format(folder=folder, port=self.port, sink=relay_port, queue_only=str(accept_only).lower()))
        self._process = confined.start(folder, tree, ["exim4", "-bdf", "-q1m"])
        self.pids = [self._process.pid]
        ports.wait_for_greeting_or_close(self, self._process)

    def close(self):
        processes.stop(self._process)
