# SPDX-License-Identifier: Apache-2.0
"""What the whole-system tests share: the programs, a running namesaked, a small HTTP client.

The programs are those in the folder that NAMESAKE_BIN names. Everything lives in temporary folders
and on free loopback ports. Python's standard library alone.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REGISTRY = "/client/v4/accounts/{account}/email-security/settings/impersonation_registry"
SCAN = "/client/v4/accounts/{account}/email-security/scan"

# A sanitizer makes everything several times slower; ctest stops what hangs for ever.
PATIENCE = 60.0


def program(name):
    return os.path.join(os.environ["NAMESAKE_BIN"], name)


def run(*arguments, check=True, **options):
    """Runs a program of ours to its end and gives the CompletedProcess, with text output."""
    result = subprocess.run(
        [program(arguments[0]), *arguments[1:]], capture_output=True, encoding="utf-8", timeout=PATIENCE, **options
    )
    if check and result.returncode != 0:
        raise AssertionError(f"{' '.join(arguments)}: exit {result.returncode}\n{result.stderr}")
    return result


# The databases of this process's tests, by the folder they stand for.
_databases = {}


def new_store(folder):
    """The URI of a store of its own for `folder`, the same each time: a file in it, or, beneath
    with_postgres.py, a database."""
    server = os.environ.get("NAMESAKE_TEST_POSTGRES")
    if server is None:
        return f"sqlite:{folder}/namesake.db"
    folder = str(folder)
    if folder not in _databases:
        name = f"test_{os.getpid()}_{len(_databases)}"
        _psql(f"CREATE DATABASE {name} TEMPLATE template0")
        _databases[folder] = f"postgresql:///{name}?host={server}&user=postgres"
    return _databases[folder]


def _psql(sql):
    server = os.environ["NAMESAKE_TEST_POSTGRES"]
    subprocess.run(["psql", "-q", "-o", os.devnull, "-h", server, "-U", "postgres", "-c", sql], check=True, timeout=PATIENCE)


def break_store(folder):
    """What a dying disk does to the store of new_store(folder)."""
    folder = Path(folder)
    if str(folder) in _databases:
        name = _databases[str(folder)].split("/")[3].split("?")[0]
        _psql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        _psql(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'")
        return
    for path in folder.glob("namesake.db*"):
        if path.name.endswith("-shm"):
            continue  # in memory: a process would die of a signal, as from any broken disk
        size = path.stat().st_size
        with open(path, "r+b") as file:
            file.write(b"\xff" * size)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, what, patience=PATIENCE):
    """Polls until `condition` gives something true, and returns that."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        result = condition()
        if result:
            return result
        time.sleep(0.01)
    raise AssertionError(f"{what}: not within {patience:.1f} s")


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def result(self):
        """The envelope's result, of a success only."""
        envelope = self.json
        assert envelope["success"] is True, envelope
        assert envelope["errors"] == [] and envelope["messages"] is not None, envelope
        return envelope["result"]

    @property
    def codes(self):
        return [error["code"] for error in self.json["errors"]]


class Client:
    """One keep-alive connection. `headers` go with every request. `with Client(...) as client:` closes it."""

    def __init__(self, port, headers=None, timeout=PATIENCE, tls=None):
        if tls:
            self.connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=tls)
        else:
            self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = dict(headers or {})

    def request(self, method, path, body=None, headers=None):
        """`body`: bytes as they are, anything else as JSON. A header of None is left out."""
        sent = dict(self.headers)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        self.connection.request(method, path, body=body, headers=sent)
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def close(self):
        self.connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


class Account:
    """An account of a store, with one token of each permission."""

    def __init__(self, store, name="Test"):
        self.store = store
        self.id = run("namesake", "account", "create", "--store", store, "--name", name).stdout.strip()
        self.write = self.token("write")
        self.read = self.token("read")
        self.registry = REGISTRY.format(account=self.id)
        self.scan = SCAN.format(account=self.id)

    def token(self, permission, *more):
        made = run(
            "namesake", "token", "create", "--store", self.store, "--account", self.id, "--permission", permission, *more
        )
        return made.stdout.strip()


class Daemon:
    """namesaked over a folder of its own. `with Daemon() as daemon:` starts it and waits for /readyz."""

    def __init__(self, folder=None, config=None, port=None, scheme_is_tls=False):
        self.own_folder = folder is None
        self.folder = Path(folder or tempfile.mkdtemp(prefix="namesake-test-"))
        self.store = new_store(self.folder)
        self.log_path = self.folder / "namesaked.log"
        self.config = config
        self.port = port or free_port()
        self.tls = scheme_is_tls
        self.process = None

    def account(self, name="Test"):
        return Account(self.store, name)

    def start(self, wait=True):
        arguments = [program("namesaked"), "--listen", f"127.0.0.1:{self.port}", "--store", self.store]
        if self.config is not None:
            path = self.folder / "namesaked.toml"
            path.write_text(self.config, encoding="utf-8")
            arguments += ["--config", str(path)]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if wait:
            wait_for(self.is_ready, "namesaked answers")
        return self

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"namesaked ended with {self.process.returncode}:\n{self.log}")
        if self.tls:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0
        client = Client(self.port, timeout=5)
        try:
            return client.request("GET", "/readyz").status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            client.close()

    @property
    def log(self):
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def client(self, token=None):
        return Client(self.port, bearer(token) if token else None)

    def stop(self, with_signal=signal.SIGTERM):
        """Ends the process and gives its exit status; a signal is negative."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        status = self.process.wait(timeout=PATIENCE)
        self.process = None
        return status

    def remove(self):
        """Stops at once and removes the folder, if it was ours."""
        self.stop(signal.SIGKILL)
        if self.own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.remove()
            raise

    def __exit__(self, *_):
        self.remove()


def entry(**changes):
    """A body that creates an entry."""
    return {"name": "John Doe", "email": "john.doe@example.com", "is_email_regex": False} | changes


def message(sender, subject="Hello", **fields):
    """A small message as bytes."""
    lines = [f"From: {sender}", f"Subject: {subject}", "To: jane@example.com", "Message-ID: <1@mail.example>"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\nHello.\r\n").encode()
