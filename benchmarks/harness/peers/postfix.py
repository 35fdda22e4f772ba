"""Postfix from Debian's package, tuned for this load, in folders of its own."""
import os
import subprocess

from .. import packages, ports, processes

# Delivery concurrency 20 is the fastest on two cores (100 is slower); flow control and the client
# limits that a load from one address would trip are lifted; logging goes to a file, as installed.
MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = postfix.test
mydomain = test
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
smtpd_tls_security_level = none
smtp_tls_security_level = none
smtp_dns_support_level = disabled
smtp_host_lookup = native
relayhost = [127.0.0.1]:{sink}
message_size_limit = 0
mailbox_size_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_client_recipient_rate_limit = 0
smtpd_junk_command_limit = 1000000
default_process_limit = 400
in_flow_delay = 0s
initial_destination_concurrency = 20
default_destination_concurrency_limit = 20
qmgr_message_active_limit = 50000
qmgr_message_recipient_limit = 50000
max_use = 10000
maillog_file_prefixes = {folder}/log
maillog_file = {folder}/log/mail.log
"""
SERVICES = [
    ("pickup", "unix", "n", "60", "1", "pickup"), ("cleanup", "unix", "n", "-", "0", "cleanup"),
    ("qmgr", "unix", "n", "300", "1", "qmgr"), ("tlsmgr", "unix", "-", "1000?", "1", "tlsmgr"),
    ("rewrite", "unix", "-", "-", "-", "trivial-rewrite"), ("bounce", "unix", "-", "-", "0", "bounce"),
    ("defer", "unix", "-", "-", "0", "bounce"), ("trace", "unix", "-", "-", "0", "bounce"),
    ("flush", "unix", "n", "1000?", "0", "flush"), ("proxymap", "unix", "-", "-", "-", "proxymap"),
    ("smtp", "unix", "-", "-", "-", "smtp"), ("relay", "unix", "-", "-", "-", "smtp"),
    ("showq", "unix", "n", "-", "-", "showq"), ("error", "unix", "-", "-", "-", "error"),
    ("retry", "unix", "-", "-", "-", "error"), ("local", "unix", "-", "-", "-", "local"),
    ("anvil", "unix", "-", "-", "1", "anvil"), ("scache", "unix", "-", "-", "1", "scache"),
    ("postlog", "unix-dgram", "n", "-", "1", "postlogd"),
]


class Postfix:
    LABEL, SHARE, NOTE = "postfix", 1, "tuned: delivery concurrency 20"

    @staticmethod
    def prepare():
        pass

    def __init__(self, folder, relay_port, accept_only, milter=None):
        self.port = ports.free()
        for part in ("conf", "queue", "data", "log"):
            os.makedirs(os.path.join(folder, part))
        packages.give_to(os.path.join(folder, "data"), "postfix")
        conf = os.path.join(folder, "conf")
        with open(os.path.join(conf, "main.cf"), "w") as file:
            file.write(MAIN.format(folder=folder, sink=relay_port))
            if accept_only:
                file.write("smtpd_client_restrictions = check_client_access static:HOLD\n")
            if milter:
                file.write(f"smtpd_milters = {milter}\nmilter_default_action = tempfail\n")
        with open(os.path.join(conf, "master.cf"), "w") as file:
            file.write(f"{self.port} inet n - n - - smtpd\n")
            for service, kind, private, wakeup, limit, command in SERVICES:
                file.write(f"{service} {kind} {private} - n {wakeup} {limit} {command}\n")
        subprocess.run(["/usr/sbin/postfix", "-c", conf, "check"], capture_output=True, check=False)
        self._process = processes.start(["/usr/lib/postfix/sbin/master", "-c", conf, "-d"], os.path.join(folder, "out.log"))
        self.pids = [self._process.pid]
        ports.wait_for_greeting_or_close(self, self._process)

    def close(self):
        processes.stop(self._process)
