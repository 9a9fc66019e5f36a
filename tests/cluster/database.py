# SPDX-License-Identifier: Apache-2.0
"""One machine of the replicated database: an etcd member and Patroni, which runs PostgreSQL."""

import http.client
import json
import os
import pwd
import shutil
import signal
from pathlib import Path

import processes
from network import CannotRun

SCOPE = "namesake"
POSTGRES_PORT, PATRONI_PORT, ETCD_PORT, ETCD_PEER_PORT = 5432, 8008, 2379, 2380
# PostgreSQL refuses to run as root; Debian's package brings this user.
USER = "postgres"

# Seconds. Patroni asks that loop_wait + 2 * retry_timeout <= ttl. An election of etcd takes up to two
# seconds, so that losing etcd's leader stays below retry_timeout for most of the time.
TTL, LOOP_WAIT, RETRY_TIMEOUT = 8, 1, 3

# What every node of the cluster agrees on; Patroni keeps it in etcd.
AGREED = {
    "ttl": TTL,
    "loop_wait": LOOP_WAIT,
    "retry_timeout": RETRY_TIMEOUT,
    # A PostgreSQL that dies is not waited for: another node takes over.
    "primary_start_timeout": 0,
    "maximum_lag_on_failover": 1 << 20,
    # docs/cluster.md says why both.
    "synchronous_mode": True,
    "synchronous_mode_strict": True,
    "postgresql": {
        "use_pg_rewind": True,
        "parameters": {
            "max_connections": 200,
            "shared_buffers": "64MB",
            "synchronous_commit": "on",
            # How soon primary and standby give each other up.
            "wal_sender_timeout": "5s",
            "wal_receiver_timeout": "5s",
            # How soon a standby asks a new primary, whose first commit waits for it.
            "wal_retrieve_retry_interval": "200ms",
            "tcp_user_timeout": "5s",
            "tcp_keepalives_idle": 2,
            "tcp_keepalives_interval": 1,
            "tcp_keepalives_count": 3,
        },
    },
}


def require_programs():
    """Names what is not installed."""
    postgres_programs()
    for name, package in (("etcd", "etcd-server"), ("patroni", "patroni python3-etcd")):
        if shutil.which(name) is None:
            raise CannotRun(f"{name} is missing: apt-get install {package}")


def postgres_programs():
    """The folder of the newest PostgreSQL that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise CannotRun("PostgreSQL is missing: apt-get install postgresql")
    return found[-1].parent


def as_postgres(command):
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--", *command]


class Node:
    """Number `number` in `network`, with everything it keeps in `folder`. `running` knows its processes."""

    def __init__(self, number, network, folder, passwords, running):
        self.number, self.network, self.folder = number, network, Path(folder)
        self.passwords, self.running = passwords, running

    @property
    def name(self):
        return f"node{self.number}"

    @property
    def address(self):
        return self.network.address(self.number)

    def prepare(self):
        """The folder and Patroni's settings. PostgreSQL's user has to be able to reach them."""
        user = pwd.getpwnam(USER)
        for folder in (self.folder, self.folder / "etcd", self.folder / "log"):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
            os.chown(folder, user.pw_uid, user.pw_gid)
        settings = self.folder / "patroni.yml"
        # Every JSON text is a YAML text.
        settings.write_text(json.dumps(self.patroni_settings(), indent=2) + "\n", encoding="utf-8")
        settings.chmod(0o600)
        os.chown(settings, user.pw_uid, user.pw_gid)

    def patroni_settings(self):
        api = f"{self.address}:{PATRONI_PORT}"
        return {
            "scope": SCOPE,
            "name": self.name,
            "restapi": {"listen": api, "connect_address": api},
            # The second version of etcd's protocol. With the third one Patroni 3.0.2, which Debian 12 has, puts
            # the leader's key without a condition: an old primary that is back from a partition takes the lead
            # of the new one, and with it what the new one acknowledged (patroni/patroni#2689, mended in 3.0.3).
            "etcd": {"hosts": [f"{self.network.address(node)}:{ETCD_PORT}" for node in self.network.nodes]},
            "bootstrap": {
                "dcs": AGREED,
                "initdb": ["data-checksums", {"encoding": "UTF8"}, {"locale": "C.UTF-8"}],
            },
            "postgresql": {
                "listen": f"{self.address}:{POSTGRES_PORT}",
                "connect_address": f"{self.address}:{POSTGRES_PORT}",
                "data_dir": str(self.data),
                "bin_dir": str(postgres_programs()),
                "pgpass": str(self.folder / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres", "password": self.passwords["postgres"]},
                    "replication": {"username": "replicator", "password": self.passwords["replicator"]},
                    "rewind": {"username": "rewinder", "password": self.passwords["rewinder"]},
                },
                # No path of a unix socket is as long as that of a folder may be.
                "parameters": {"unix_socket_directories": ""},
                "pg_hba": [
                    f"host replication replicator {self.network.subnet} scram-sha-256",
                    f"host all all {self.network.subnet} scram-sha-256",
                ],
                "basebackup": [{"checkpoint": "fast"}],
                # What an old primary wrote and nobody else has was never acknowledged.
                "remove_data_directory_on_rewind_failure": True,
                "remove_data_directory_on_diverged_timelines": True,
            },
            "watchdog": {"mode": "off"},
        }

    @property
    def data(self):
        return self.folder / "data"

    def start(self):
        """What of it does not run."""
        self.start_etcd()
        self.start_patroni()

    def start_etcd(self):
        def url(node, port):
            return f"http://{self.network.address(node)}:{port}"

        members = ",".join(f"node{node}={url(node, ETCD_PEER_PORT)}" for node in self.network.nodes)
        self.spawn("etcd", [
            "etcd", "--enable-v2", "--name", self.name, "--data-dir", str(self.folder / "etcd"),
            "--listen-client-urls", url(self.number, ETCD_PORT),
            "--advertise-client-urls", url(self.number, ETCD_PORT),
            "--listen-peer-urls", url(self.number, ETCD_PEER_PORT),
            "--initial-advertise-peer-urls", url(self.number, ETCD_PEER_PORT),
            "--initial-cluster", members, "--initial-cluster-token", SCOPE,
            "--heartbeat-interval", "100", "--election-timeout", "1000",
        ])

    def start_patroni(self):
        self.spawn("patroni", ["patroni", str(self.folder / "patroni.yml")])

    def spawn(self, kind, command):
        # LC_ALL of the caller may name a locale that postgres does not know.
        command = [*self.network.inside(self.number), *as_postgres(["env", "LC_ALL=C.UTF-8", *command])]
        self.running.start(f"{kind}{self.number}", command, self.folder / "log" / f"{kind}.log", self.folder)

    def process(self, kind):
        return self.running.get(f"{kind}{self.number}")

    def postgres(self):
        """PostgreSQL's first process, as processes knows them; None when there is none."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        return {"pid": pid, "born": processes.birth(pid)} if self.is_postgres(pid) else None

    def is_postgres(self, pid):
        """The file outlives a crash, and the number may be another's by now."""
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == self.data
        except OSError:
            return False

    def kill_postgres(self):
        """kill -9 to all of PostgreSQL's processes on this node, as when memory runs out."""
        first = self.postgres()
        if first is None:
            return
        for pid in (first["pid"], *processes.children(first["pid"])):
            processes.send({"pid": pid, "born": processes.birth(pid)}, signal.SIGKILL)
        processes.kill(first)

    def kill(self):
        """kill -9 to PostgreSQL and to Patroni before it can notice, as when the machine fails."""
        processes.kill(self.process("patroni"))
        self.kill_postgres()

    def kill_etcd(self):
        processes.kill(self.process("etcd"))

    def stop_database(self):
        """Patroni stops PostgreSQL first; a PostgreSQL whose Patroni has died is stopped here."""
        processes.stop(self.process("patroni"))
        left = self.postgres()
        # SIGINT: end sessions, write everything, leave. SIGTERM would wait for the sessions.
        if left and processes.send(left, signal.SIGINT):
            processes.wait_for(lambda: not processes.alive(left), f"PostgreSQL of {self.name} ends")

    def stop_etcd(self):
        processes.stop(self.process("etcd"))

    def patroni(self):
        """What Patroni says of itself and of PostgreSQL; None when it does not answer."""
        return self.ask(PATRONI_PORT, "GET", "/patroni")

    def cluster(self):
        """What Patroni read from etcd about everybody."""
        return self.ask(PATRONI_PORT, "GET", "/cluster")

    def is_etcd_leader(self):
        status = self.ask(ETCD_PORT, "POST", "/v3/maintenance/status", b"{}")
        return bool(status) and status.get("leader", "0") == status["header"]["member_id"]

    def ask(self, port, method, path, body=None):
        connection = http.client.HTTPConnection(self.address, port, timeout=2)
        try:
            connection.request(method, path, body)
            return json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return None  # whoever asks wants to know just that
        finally:
            connection.close()
