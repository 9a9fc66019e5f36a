# SPDX-License-Identifier: Apache-2.0
"""Creates on PostgreSQL beside what pgbench inserts of the same row on the same server, and reads with and
without writers."""

import os
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
from pathlib import Path

import servers
import with_postgres

ENTRIES = 100

# The row that a create leaves in `entry`, into a table with the same columns and indexes.
INSERT = """\
\\set n random(1, 1000000000)
INSERT INTO same_row (account_id, id, name, email, is_email_regex, comments, directory_synced, created_at, modified_at)
VALUES ('{account}', gen_random_uuid(), 'Round ' || CAST(:n AS text), 'p' || CAST(:n AS text) || '@example.com', false, 'Finance', false, now(), now());
"""


def pgbench(server, uri, script, seconds):
    """Inserts a second, with as many connections as the API is loaded with."""
    result = subprocess.run(
        [server.programs / "pgbench", "-n", "-M", "prepared", "-c", str(servers.CONNECTIONS), "-j", str(os.cpu_count()),
         "-T", str(seconds), "-f", script, uri],
        capture_output=True, encoding="utf-8", check=True,
    )
    return {"per_second": float(re.search(r"tps = ([\d.]+)", result.stdout)[1])}


def psql(server, uri, sql):
    subprocess.run([server.programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, uri], check=True)


def read_among_writers(namesaked, account, entry_id, seconds):
    """GETs as in the round's other load, while as many clients create."""
    target = namesaked.account_with(ENTRIES)
    url, written = namesaked.url(target), {}

    def write():
        written.update(servers.load(namesaked, url, seconds + 1, target.write, "Among", connections=4))

    writers = threading.Thread(target=write)
    writers.start()
    figures = servers.load(namesaked, namesaked.url(account, entry_id), seconds, account.read, connections=4)
    writers.join()
    return figures | {"creates_per_second": written["per_second"]}


def measure(disk, rounds, seconds, say):
    samples = {name: [] for name in ("pgbench", "create", "read", "read_among_writers")}
    folder = tempfile.mkdtemp(prefix="bench-", dir=disk)
    server = with_postgres.Server(settings=("shared_buffers=256MB",), parent=disk)
    namesaked = None
    try:
        server.start()
        os.environ["NAMESAKE_TEST_POSTGRES"] = str(server.folder)
        namesaked = servers.Namesaked(folder)
        uri = namesaked.daemon.store
        account = namesaked.account_with(ENTRIES)
        entry_id, _ = namesaked.one_entry(account)
        psql(server, uri, "CREATE TABLE same_row (LIKE entry INCLUDING ALL)")
        script = Path(folder) / "insert.sql"
        script.write_text(INSERT.format(account=account.id), encoding="utf-8")
        for number in range(rounds):
            say(f"PostgreSQL, round {number + 1} of {rounds}")
            samples["pgbench"].append(pgbench(server, uri, script, seconds))
            made = namesaked.account_with(ENTRIES)
            samples["create"].append(servers.load(namesaked, namesaked.url(made), seconds, made.write, f"R{number}"))
            samples["read"].append(
                servers.load(namesaked, namesaked.url(account, entry_id), seconds, account.read, connections=4))
            samples["read_among_writers"].append(read_among_writers(namesaked, account, entry_id, seconds))
    finally:
        if namesaked:
            namesaked.stop()
        server.remove()
        os.environ.pop("NAMESAKE_TEST_POSTGRES", None)
        shutil.rmtree(folder, ignore_errors=True)
    return samples


def lines(samples):
    def median(name, figure):
        return statistics.median(sample[figure] for sample in samples[name])

    def reads(name):
        return (f"{median(name, 'per_second'):,.0f}/s, p50 {median(name, 'p50_us') / 1e3:.1f} ms, "
                f"p99 {median(name, 'p99_us') / 1e3:.1f} ms")

    share = statistics.median(
        made["per_second"] / row["per_second"] for made, row in zip(samples["create"], samples["pgbench"]))
    return [
        ("pgbench, inserts of the same row", f"{median('pgbench', 'per_second'):,.0f}/s", "for scale", None),
        ("durable creates on PostgreSQL", f"{median('create', 'per_second'):,.0f}/s", "", None),
        ("  beside pgbench", f"{share:.2f}", "at least 0.70", share >= 0.7),
        ("GET of an entry on PostgreSQL", reads("read"), "for scale", None),
        (f"  while {median('read_among_writers', 'creates_per_second'):,.0f}/s are created",
         reads("read_among_writers"), "for scale", None),
    ]
