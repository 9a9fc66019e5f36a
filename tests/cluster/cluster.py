# SPDX-License-Identifier: Apache-2.0
"""Three machines with a replicated PostgreSQL, and two of each program of ours over it.

What runs is written to state.json in the cluster's folder, so that one program can start it,
another look at it and a third one stop it. Starting starts what is missing.
"""

import fcntl
import json
import secrets
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import processes
from database import POSTGRES_PORT, Node, postgres_programs, require_programs
from namesake import REGISTRY, Client, free_port, program, run, wait_for
from network import Network, require_rights

NODES = (1, 2, 3)
PAIR = (1, 2)
START_PATIENCE = 180  # three copies of a database, on a machine that may be busy

# libpq tries the hosts one after the other until one takes writes. A host that does not answer, and a
# connection on which nothing is heard, are given up after three seconds.
CONNECTION = {
    "target_session_attrs": "read-write",
    "connect_timeout": 3,
    "tcp_user_timeout": 3000,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}


class Cluster:
    """The cluster of a folder. `with Cluster(folder).lock():` around what changes it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.path = self.folder / "state.json"
        self.state = {}
        self.network = None
        self.read_state()

    def read_state(self):
        try:
            self.state = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.state = {}
            return
        self.network = Network(self.state["network"], NODES)

    def write_state(self):
        new = self.path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(self.state, indent=2) + "\n", encoding="utf-8")
        new.rename(self.path)

    @contextmanager
    def lock(self):
        """Only one program at a time changes a cluster."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self.read_state()
            yield self

    # -- the database

    @property
    def running(self):
        return processes.Running(self.state["processes"], self.write_state)

    def node(self, number):
        return Node(number, self.network, self.folder / f"node{number}", self.state["passwords"], self.running)

    @property
    def nodes(self):
        return [self.node(number) for number in NODES]

    def start_database(self):
        """Returns when it takes writes and both standbys follow."""
        require_programs()
        require_rights()
        if self.network is None:
            self.network = Network.claim(NODES)
            users = ("postgres", "replicator", "rewinder", "namesake")
            self.state = {
                "network": self.network.number,
                "passwords": {user: secrets.token_hex(16) for user in users},
                "processes": {},
                "ports": {},
            }
            self.write_state()
        else:
            Network.reopen(self.network.number, NODES)
        for node in self.nodes:
            node.prepare()
        self.require_reach()
        for node in self.nodes:
            node.start()
        wait_for(self.is_complete, f"PostgreSQL is replicated ({self.folder}/node*/log say more)", START_PATIENCE)
        self.make_database()

    def require_reach(self):
        """The user of PostgreSQL has to be able to enter the folder; those of root's home it cannot."""
        inside = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--",
                  "test", "-r", str(self.folder / "node1" / "patroni.yml")]
        if subprocess.run(inside, check=False).returncode != 0:
            self.network.remove()
            raise PermissionError(f"the user postgres cannot enter {self.folder}: choose another folder")

    def is_started(self):
        return self.network is not None and self.network.exists()

    def members(self):
        """{name: {"role": ..., "state": ..., "lag": ...}}, of the primary: another's view may be old."""
        primary = self.primary()
        answer = primary.cluster() if primary else None
        return {member["name"]: member for member in answer["members"]} if answer else {}

    def primary(self):
        """The node that takes writes, as it says itself; None while there is none."""
        for node in self.nodes:
            answer = node.patroni()
            if answer and answer.get("role") in ("master", "primary") and answer.get("state") == "running":
                return node
        return None

    def standby(self):
        """The node that has everything the primary has acknowledged."""
        return self.with_role("sync_standby")

    def with_role(self, role):
        for name, member in self.members().items():
            if member["role"] == role:
                return self.node(int(name.removeprefix("node")))
        return None

    def etcd_leader(self):
        return next((node for node in self.nodes if node.is_etcd_leader()), None)

    def is_complete(self):
        members = self.members()
        roles = sorted(member["role"] for member in members.values())
        running = all(member["state"] in ("running", "streaming") and member.get("lag", 0) == 0
                      for member in members.values())
        return roles == ["leader", "replica", "sync_standby"] and running

    def uri(self, user="namesake", database="namesake", nodes=NODES, **changes):
        hosts = ",".join(f"{self.network.address(node)}:{POSTGRES_PORT}" for node in nodes)
        return (f"postgresql://{user}:{self.state['passwords'][user]}@{hosts}/{database}?"
                + urlencode(CONNECTION | changes))

    def psql(self, statement, user="postgres", database="postgres", node=None):
        """What the statement gives on the primary or on that node, as psql prints it without ornament."""
        uri = self.uri(user, database)
        if node is not None:
            uri = self.uri(user, database, [node.number], target_session_attrs="any")
        done = subprocess.run([postgres_programs() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, uri],
                              capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            raise OSError(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def make_database(self):
        if not self.psql("SELECT 1 FROM pg_roles WHERE rolname = 'namesake'"):
            self.psql(f"CREATE ROLE namesake LOGIN PASSWORD '{self.state['passwords']['namesake']}'")
        if not self.psql("SELECT 1 FROM pg_database WHERE datname = 'namesake'"):
            self.psql("CREATE DATABASE namesake OWNER namesake")
        # libpq takes "no such database" of a standby that is behind for the answer of all.
        for node in self.nodes:
            wait_for(lambda node=node: self.has_database(node), f"{node.name} has the database")

    def has_database(self, node):
        found = self.psql("SELECT 1 FROM pg_database WHERE datname = 'namesake'", node=node)
        return found == "1"

    # -- our programs

    def start_programs(self):
        """Two namesaked and two namesake-milter, on this machine, over the database."""
        for kind in ("namesaked", "namesake-milter"):  # the first brings the schema that the second needs
            for number in PAIR:
                self.start_program(kind, number)

    def start_program(self, kind, number):
        """Returns when it serves."""
        name = f"{kind}{number}"
        port = self.state["ports"].setdefault(name, free_port())
        listen = f"127.0.0.1:{port}" if kind == "namesaked" else f"inet:{port}@127.0.0.1"
        config = self.folder / f"{name}.toml"
        config.touch(mode=0o600)
        # The URI has a password, and everybody can read a command line.
        lines = [f'store = "{self.uri()}"', "[rate_limit]", "requests = 1000000000", "[log]", 'level = "info"']
        if kind == "namesake-milter":
            metrics = self.state["ports"].setdefault(f"{name}-metrics", free_port())
            lines += ["[milter]", f'listen = "{listen}"', f'metrics_listen = "127.0.0.1:{metrics}"']
        else:
            lines = [f'listen = "{listen}"', f'node = "NS{chr(64 + number)}"', *lines]
        config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.running.start(name, [program(kind), "--config", str(config)], self.folder / f"{name}.log")
        wait_for(lambda: self.is_ready(number) if kind == "namesaked" else self.listens(kind, number),
                 f"{name} is ready", START_PATIENCE)

    def process(self, name):
        return self.running.get(name)

    def port(self, kind, number):
        return self.state["ports"][f"{kind}{number}"]

    def listens(self, kind, number):
        self.require_alive(f"{kind}{number}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port(kind, number))) == 0

    def is_ready(self, number):
        self.require_alive(f"namesaked{number}")
        if not self.listens("namesaked", number):
            return False
        client = Client(self.port("namesaked", number), timeout=5)
        try:
            return client.request("GET", "/readyz").status == 200
        except OSError:
            return False
        finally:
            client.close()

    def require_alive(self, name):
        if not processes.alive(self.process(name)):
            log = (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
            raise AssertionError(f"{name} has ended:\n{log[-2000:]}")

    def account(self):
        """(id, token) of an account to try it with, made on the first call."""
        if "account" not in self.state:
            made = run("namesake", "account", "create", "--store", self.uri(), "--name", "Cluster").stdout.strip()
            token = run("namesake", "token", "create", "--store", self.uri(), "--account", made,
                        "--permission", "write", "--name", "script/cluster").stdout.strip()
            self.state |= {"account": made, "token": token}
            self.write_state()
        return self.state["account"], self.state["token"]

    def registry_url(self, number):
        return f"http://127.0.0.1:{self.port('namesaked', number)}" + REGISTRY.format(account=self.state["account"])

    # -- the end

    def stop(self):
        """Ends what this cluster started, and nothing else. The data stay."""
        if self.network is None:
            return
        for number in PAIR:
            for kind in ("namesaked", "namesake-milter"):
                processes.stop(self.process(f"{kind}{number}"))
        # The primary last: else a standby would take over what is about to stop.
        primary = self.primary()
        nodes = sorted(self.nodes, key=lambda node: primary is not None and node.number == primary.number)
        for node in nodes:
            node.stop_database()
        for node in nodes:
            node.stop_etcd()
        self.state["processes"].clear()
        self.write_state()
        self.network.remove()

    def remove(self, keep_logs=False):
        """Ends everything at once, with kill -9, and removes the data."""
        if self.network is None:
            return
        for name in self.state["processes"]:
            processes.kill(self.process(name))
        for node in self.nodes:
            node.kill_postgres()
            for folder in (node.data, node.folder / "etcd") if keep_logs else (node.folder,):
                shutil.rmtree(folder, ignore_errors=True)
        self.network.remove()
        for path in self.folder.glob("*"):
            if path.is_file() and path.name != "lock" and not (keep_logs and path.suffix == ".log"):
                path.unlink()
        self.state, self.network = {}, None
