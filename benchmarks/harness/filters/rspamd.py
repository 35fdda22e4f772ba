"""rspamd of Debian: rules and Bayes in a Redis of its own, no network."""
import http.client
import json
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from .. import packages, ports
from . import Verdict, files

# Needs DNS or its authors' servers.
NETWORKED = ("rbl", "surbl", "fuzzy_check", "spf", "dkim", "dkim_signing", "dmarc", "arc", "asn", "mx_check", "mid", "url_redirector", "bimi", "p0f", "greylist", "ratelimit", "neural", "history_redis", "replies", "clickhouse", "elastic", "reputation", "hfilter", "external_relay")


class Rspamd:
    def __init__(self, work, limit):
        packages.ensure("rspamd")
        self.home, self.end = os.path.join(work, "rspamd"), time.monotonic() + limit
        self.redis, self.normal, self.controller = ports.free(), ports.free(), ports.free()
        self.started = []
        os.makedirs(os.path.join(self.home, "local.d"))
        os.makedirs(os.path.join(self.home, "override.d"))
        self.write()

    def write(self):
        settings = {
            "options.inc": 'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.05s; retransmits = 1; }\nlocal_addrs = [];\nfilters = "chartable,regexp";\n',
            "redis.conf": f'servers = "127.0.0.1:{self.redis}";\n',
            "classifier-bayes.conf": f'servers = "127.0.0.1:{self.redis}";\nautolearn = false;\n',
            "worker-normal.inc": f'bind_socket = "127.0.0.1:{self.normal}";\ncount = 2;\n',
            "worker-controller.inc": f'bind_socket = "127.0.0.1:{self.controller}";\nsecure_ip = "127.0.0.1";\n',
            "worker-proxy.inc": "enabled = false;\ncount = 0;\n",
            "worker-fuzzy.inc": "enabled = false;\n",
            "phishing.conf": "openphish_enabled = false;\nphishtank_enabled = false;\n",
            "logging.inc": f'type = "file";\nfilename = "{self.home}/log";\nlevel = "warning";\n',
        }
        settings |= {f"{module}.conf": "enabled = false;\n" for module in NETWORKED}
        for name, text in settings.items():
            with open(os.path.join(self.home, "local.d", name), "w") as file:
                file.write(text)
        subprocess.run(["chown", "-R", "_rspamd", self.home], check=True)

    def __enter__(self):
        self.started.append(subprocess.Popen(["redis-server", "--port", str(self.redis), "--bind", "127.0.0.1", "--save", "", "--dir", self.home], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        variables = [f"--var={name}={self.home}" for name in ("DBDIR", "RUNDIR", "LOGDIR")] + [f"--var=LOCAL_CONFDIR={self.home}"]
        self.started.append(subprocess.Popen(["rspamd", "-f", "-u", "_rspamd", "-g", "_rspamd", *variables], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        for port in (self.normal, self.controller):
            self.wait(port)
        return self

    def __exit__(self, *error):
        for process in reversed(self.started):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait(self, port):
        deadline = time.monotonic() + 90
        while True:
            try:
                self.ask(port, "GET", "/ping", None)
                return
            except OSError:
                if time.monotonic() > deadline or self.started[-1].poll() is not None:
                    raise RuntimeError("rspamd does not start; its log: " + self.log()) from None
                time.sleep(0.3)

    def log(self):
        try:
            with open(os.path.join(self.home, "log")) as file:
                return file.read()[-2000:]
        except OSError:
            return "none"

    @staticmethod
    def ask(port, method, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def learn(self, folder):
        def one(name):
            if time.monotonic() > self.end:
                raise TimeoutError("LIMIT is over while rspamd learns")
            with open(os.path.join(folder, name), "rb") as message:
                return self.ask(self.controller, "POST", "/learn" + name.split("/")[0], message.read())[0]

        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(one, files(folder)))
        learned = sum(status == 200 for status in statuses)
        print(f"# rspamd learned {learned} of {len(statuses)}", flush=True)
        if learned < 400:
            raise RuntimeError("rspamd did not learn; its log: " + self.log())

    def judge(self, folder):
        def one(name):
            if time.monotonic() > self.end:
                return name, None
            with open(os.path.join(folder, name), "rb") as message:
                status, body = self.ask(self.normal, "POST", "/checkv2", message.read())
            if status != 200:
                return name, None
            answer = json.loads(body)
            return name, Verdict(answer["action"] in ("add header", "rewrite subject", "reject"), answer["score"], answer["action"] == "reject")

        with ThreadPoolExecutor(2) as pool:
            return {name: verdict for name, verdict in pool.map(one, files(folder)) if verdict}
