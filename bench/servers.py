# SPDX-License-Identifier: Apache-2.0
"""The servers under load and wrk, which loads them."""

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

from namesake import Account, Client, Daemon, bearer, entry, free_port, message, run, wait_for

LOAD = Path(__file__).parent / "load"
CONNECTIONS = 32


class Nginx:
    """nginx with a worker for each core, serving one document of `size` octets."""

    def __init__(self, folder, size):
        self.port = free_port()
        self.folder = Path(folder) / "nginx"
        self.folder.mkdir()
        frame = '{"result":""}'
        body = frame[:-2] + "x" * (size - len(frame)) + frame[-2:]
        text = (LOAD / "nginx.conf").read_text(encoding="utf-8")
        for name, value in (("folder", self.folder), ("port", self.port), ("body", body)):
            text = text.replace(f"@{name}@", str(value))
        config = self.folder / "nginx.conf"
        config.write_text(text, encoding="utf-8")
        # Debian keeps it where only root's PATH leads.
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen([nginx, "-p", str(self.folder), "-c", str(config), "-e", "stderr"])
        wait_for(self.answers, "nginx answers")

    def answers(self):
        if self.process.poll() is not None:
            raise SystemExit(f"nginx ended with {self.process.returncode}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Namesaked:
    """namesaked over a store in `folder`, which has to be on a real disk."""

    def __init__(self, folder):
        # A million requests in five minutes, the default, are less than what is sent here.
        self.daemon = Daemon(folder=folder, config="[rate_limit]\nrequests = 1000000000\n")
        self.daemon.start()

    @property
    def process(self):
        return self.daemon.process

    def url(self, account, entry_id=None):
        path = account.registry if entry_id is None else f"{account.registry}/{entry_id}"
        return f"http://127.0.0.1:{self.daemon.port}{path}"

    def account_with(self, entries):
        """A new account with that many entries."""
        account = Account(self.daemon.store)
        table = self.daemon.folder / "import.csv"
        with open(table, "w", encoding="utf-8") as file:
            file.write("Display_Name,Email\n")
            file.writelines(f"Person{i} Number{i},person.{i}@example.com\n" for i in range(entries))
        run("namesake", "registry", "import", "--store", self.daemon.store, "--account", account.id, str(table))
        # The daemon hears of what other programs write a moment later, in order.
        wait_for(lambda: self.count(account) == entries, "the daemon knows the account")
        self.scan(account)
        return account

    def scan(self, account):
        """Checks a message, so that from now on creates have the engine's snapshot to keep current."""
        client = Client(self.daemon.port, bearer(account.read))
        answer = client.request("POST", account.scan, message("x@example.com"), {"Content-Type": "message/rfc822"})
        client.close()
        assert answer.status == 200, answer.body

    def one_entry(self, account):
        """The id of a new entry and the size of the answer to a GET of it."""
        client = Client(self.daemon.port, bearer(account.write))
        made = client.request("POST", account.registry, entry(comments="Finance")).result["id"]
        answer = client.request("GET", f"{account.registry}/{made}")
        client.close()
        return made, len(answer.body)

    def count(self, account):
        client = Client(self.daemon.port, bearer(account.read))
        answer = client.request("GET", f"{account.registry}?per_page=1")
        client.close()
        return answer.json["result_info"]["total_count"] if answer.status == 200 else None

    def stop(self):
        self.daemon.stop()


def processor_seconds(process):
    """What `process`, the children it has now and those it has waited for have used, user and system."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # ended in between
        is_itself = process.pid == int(stat.parent.name)
        if is_itself or process.pid == int(fields[1]):
            total += int(fields[11]) + int(fields[12])
        if is_itself:
            total += int(fields[13]) + int(fields[14])
    return total / os.sysconf("SC_CLK_TCK")


def load(server, url, seconds, token=None, create=None, limit=None, messages=None, connections=CONNECTIONS):
    """Loads `url` with wrk and gives what requests.lua prints; a failed request is an error."""
    threads = min(os.cpu_count(), connections)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BENCH_")}
    chosen = {"TOKEN": token, "CREATE": create, "LIMIT": limit and -(-limit // threads), "MESSAGES": messages}
    environment |= {f"BENCH_{name}": str(value) for name, value in chosen.items() if value is not None}
    before = processor_seconds(server.process)
    result = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "-s", str(LOAD / "requests.lua"), url],
        env=environment, capture_output=True, encoding="utf-8",
    )
    if result.returncode != 0:
        raise SystemExit(f"wrk {url}: {result.stdout}{result.stderr}")
    figures = json.loads(result.stdout.splitlines()[-1])
    if figures["failed"]:
        raise SystemExit(f"wrk {url}: {figures['failed']} of {figures['requests']} requests failed")
    figures["per_second"] = figures["requests"] / figures["microseconds"] * 1e6
    used = processor_seconds(server.process) - before
    figures["processor_us"] = used / figures["requests"] * 1e6
    return figures
