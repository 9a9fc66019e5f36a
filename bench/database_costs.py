#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What nodes cost their PostgreSQL: processor time of the server for a connection, a look at the feed, a read of
one change, and a row of a snapshot; and the disk for an entry. Figures for bench/scale.py.

    NAMESAKE_BIN=build/release/bin python3 bench/database_costs.py [--seconds S]
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import servers  # noqa: E402  (needs the path above)
import with_postgres  # noqa: E402
from namesake import run  # noqa: E402

ENTRIES = 100_000
PIECE = 2000  # rows that a node fetches at once

# As followers and snapshots ask; arguments are literal, plans are prepared.
LOOK = "SELECT last FROM feed_head;"
READ = """\
SELECT head.first, head.last, change.*, entry.* FROM feed_head AS head
LEFT JOIN (SELECT * FROM change WHERE sequence > {last} - 1 ORDER BY sequence LIMIT 1000) AS change ON true
LEFT JOIN LATERAL (SELECT * FROM entry WHERE change.kind = 0
  AND account_id = change.account_id AND id = change.subject_id LIMIT 1) AS entry ON true ORDER BY change.sequence;
"""
ROWS = f"SELECT * FROM entry WHERE account_id = '{{account}}' AND id > '{{middle}}' ORDER BY id LIMIT {PIECE};"


class Database:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.server = with_postgres.Server(settings=("shared_buffers=256MB", "jit=off"), parent=folder).start()
        self.uri = f"postgresql:///postgres?host={self.server.folder}&user=postgres"

    def ask(self, sql):
        words = [self.server.programs / "psql", "-qAt", "-c", sql, self.uri]
        return subprocess.run(words, check=True, capture_output=True, encoding="utf-8").stdout.strip()

    def cost(self, sql, seconds, *more):
        """Processor seconds of the server for one run of the statement."""
        script = self.folder / "statement.sql"
        script.write_text(sql, encoding="utf-8")
        before = servers.processor_seconds(self.server.process)
        words = [self.server.programs / "pgbench", "-n", "-M", "prepared", "-T", str(seconds), "-f", script, *more]
        result = subprocess.run([*words, self.uri], check=True, capture_output=True, encoding="utf-8")
        used = servers.processor_seconds(self.server.process) - before
        return used / int(re.search(r"actually processed: (\d+)", result.stdout)[1])


def fill(database):
    account = run("namesake", "account", "create", "--store", database.uri, "--name", "Costs").stdout.strip()
    table = database.folder / "people.csv"
    with open(table, "w", encoding="utf-8") as file:
        file.write("Display_Name,Email\n")
        file.writelines(f"Person{i} Number{i},person.{i}@example.com\n" for i in range(ENTRIES))
    run("namesake", "registry", "import", "--store", database.uri, "--account", account, str(table))
    database.ask("VACUUM ANALYZE")
    return account


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=5)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="namesake-costs-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)  # the server has a user of its own
        database = Database(folder)
        try:
            empty = int(database.ask("SELECT pg_database_size(current_database())"))
            account = fill(database)
            middle = database.ask(f"SELECT id FROM entry ORDER BY id LIMIT 1 OFFSET {ENTRIES // 2}")
            last = database.ask("SELECT last FROM feed_head")
            octets = int(database.ask("SELECT pg_database_size(current_database())")) - empty
            connection = database.cost("SELECT 1;", seconds, "-C") - database.cost("SELECT 1;", seconds)
            rows = database.cost(ROWS.format(account=account, middle=middle), seconds)
            print(f"an entry on the disk          {octets / ENTRIES:8,.0f} octets, with its indexes and the feed")
            print(f"a connection, without TLS     {connection * 1e3:8.2f} ms")
            print(f"a look at the feed            {database.cost(LOOK, seconds) * 1e6:8.1f} µs")
            print(f"a read of one change          {database.cost(READ.format(last=last), seconds) * 1e6:8.1f} µs")
            print(f"rows of a snapshot            {PIECE / rows:8,.0f} a second and core")
        finally:
            database.server.remove()


if __name__ == "__main__":
    main()
