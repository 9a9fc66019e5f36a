#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a command beside a PostgreSQL of its own: `with_postgres.py COMMAND...`.

The server is made with initdb in a temporary folder, listens on a Unix socket only, and is gone with the
command. NAMESAKE_TEST_POSTGRES names the folder of its socket: the tests' stores are databases in it then
(namesake.new_store). Ends as the command does; with 77, for "skipped", where PostgreSQL is not installed.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")
SKIPPED = 77
PATIENCE = 60.0


def programs():
    """The folder of initdb and postgres, of the newest version."""
    found = [path.parent for path in PROGRAMS.glob("*/bin/initdb")]
    return max(found, key=lambda path: int(path.parent.name)) if found else None


def as_server_user():
    """Options of subprocess: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Server:
    """A PostgreSQL in a folder of its own below `parent`. `settings`, name=value, are for speed alone."""

    def __init__(self, settings=("fsync=off", "full_page_writes=off"), parent=None):
        self.programs = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-pg-", dir=parent))
        self.folder.chmod(0o755)  # the socket is in here
        self.data = self.folder / "data"
        self.settings = settings
        self.process = None
        options = as_server_user()
        if options:
            os.chown(self.folder, options["user"], options["group"])
        initdb = [self.programs / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*initdb, "--no-locale", "--no-sync", "--no-instructions"], check=True, cwd="/",
                       stdout=subprocess.DEVNULL, **options)

    def start(self):
        settings = ["listen_addresses=", "max_connections=300", *self.settings]
        command = [self.programs / "postgres", "-D", self.data, "-k", self.folder]
        command += [word for setting in settings for word in ("-c", setting)]
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **as_server_user())
        deadline = time.monotonic() + PATIENCE
        while subprocess.run([self.programs / "pg_isready", "-q", "-h", self.folder], check=False).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit((self.folder / "server.log").read_text(encoding="utf-8"))
            time.sleep(0.02)
        return self

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=PATIENCE)
            self.process = None

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    if programs() is None:
        print("PostgreSQL is not installed", file=sys.stderr)
        return 1 if os.environ.get("CI") else SKIPPED
    server = Server()
    try:
        server.start()
        environment = os.environ | {"NAMESAKE_TEST_POSTGRES": str(server.folder)}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        server.remove()


if __name__ == "__main__":
    sys.exit(main())
