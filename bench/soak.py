# SPDX-License-Identifier: Apache-2.0
"""A long run of the mail filter: memory flat, nothing lost, the record complete.

Speaks the milter protocol as a mail server does, without one in between: a million messages take
some minutes. Meanwhile the registry is away for a while, and later no record can be written."""

import argparse
import concurrent.futures
import contextlib
import itertools
import multiprocessing
import os
import shutil
import sqlite3
import struct
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

import mail_flow  # noqa: E402  (needs the path above)
from milter_client import MilterClient, inserted, texts  # noqa: E402
from namesake import PATIENCE, free_port, program, run, wait_for  # noqa: E402

CONNECTIONS = 4
MESSAGES_A_CONNECTION = 1000
FORGED_EACH = 10  # one in so many is forged
OUTAGE_SECONDS = 15


def packet(command, data=b""):
    return struct.pack("!I", 1 + len(data)) + command + data


def letter(client, number, author, name):
    """One message in a single write, as far as the protocol lets nobody wait."""
    octets = packet(b"M", texts("<x@evil.example>")) + packet(b"R", texts("<jane@one.example>"))
    for field, body in (("From", author), ("Subject", f"Message {name} {number}"), ("Message-ID", f"<{name}.{number}@evil.example>")):
        octets += packet(b"L", texts(field, body))
    client.socket.sendall(octets + packet(b"D", b"E" + texts("i", f"S{name}X{number}")) + packet(b"E"))
    answers = [client.read()]
    while answers[-1] is not None and answers[-1][0] in b"himq":
        answers.append(client.read())
    if answers[-1] is None or answers[-1][0] != b"c":
        raise SystemExit(f"message {name}.{number}: {answers[-1]}")
    return inserted(answers)["X-Namesake-Verdict"]


def send(port, name, count, done):
    """`count` messages over one connection after the other."""
    for number in range(count):
        if number % MESSAGES_A_CONNECTION == 0:
            if number:
                client.close()
            client = MilterClient(port)
            client.negotiate()
            client.connect()
        forged = number % FORGED_EACH == 0
        author = '"John Doe" <x@evil.example>' if forged else f'"Stranger {number}" <s{number}@elsewhere.example>'
        verdict = letter(client, number, author, name)
        if (verdict == "MALICIOUS-BEC") != forged:
            raise SystemExit(f"message {name}.{number} is {verdict}")
        if number % 1000 == 999:
            with done.get_lock():
                done.value += 1000
    client.close()


class Soak:
    """A filter, what is sent to it, and the stores that it is deprived of."""

    def __init__(self, folder, total):
        self.folder = folder
        self.total = total
        self.store = f"sqlite:{folder}/namesake.db"
        self.registry = folder / "namesake.db"
        self.records = folder / "namesake.records.db"
        self.log = folder / "milter.log"
        self.account = run("namesake", "account", "create", "--store", self.store).stdout.strip()
        self.protect("John Doe", "john.doe@one.example")
        self.port, self.metrics_port = free_port(), free_port()
        config = folder / "milter.toml"
        config.write_text(f"[milter]\nmetrics_listen = '127.0.0.1:{self.metrics_port}'\n", encoding="utf-8")
        self.milter = mail_flow.spawn([program("namesake-milter"), "--listen", f"inet:{self.port}@127.0.0.1", "--store",
                                       self.store, "--config", str(config)], self.log, self.port)
        self.done = multiprocessing.Value("q", 0)
        self.memory = []  # (messages sent, resident octets)

    def protect(self, name, email):
        table = self.folder / "people.csv"
        table.write_text(f"Display_Name,Email\n{name},{email}\n", encoding="utf-8")
        run("namesake", "registry", "import", "--store", self.store, "--account", self.account, str(table))

    def metric(self, name):
        url = f"http://127.0.0.1:{self.metrics_port}/metrics"
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            [line] = [line for line in answer.read().decode().splitlines() if line.startswith(name + " ")]
        return float(line.rpartition(" ")[2])

    def events(self, name):
        return [line for line in self.log.read_text(encoding="utf-8").splitlines() if name in line]

    def run(self):
        """Sends everything; in between the one store is away, then the other. Gives the seconds."""
        each = self.total // CONNECTIONS
        senders = [multiprocessing.Process(target=send, args=(self.port, f"c{i}", each, self.done))
                   for i in range(CONNECTIONS)]
        begin = time.monotonic()
        for sender in senders:
            sender.start()
        with concurrent.futures.ThreadPoolExecutor() as outages:
            pending = [self.take_registry_away, self.lock_records]
            begun = []
            while any(sender.is_alive() for sender in senders):
                time.sleep(1)  # between two looks
                self.memory.append((self.done.value, mail_flow.resident(self.milter)))
                print(f"\r{self.done.value:,} of {self.total:,}, {self.memory[-1][1] >> 20} MiB", end="",
                      file=sys.stderr, flush=True)
                earlier_over = all(outage.done() for outage in begun)
                if pending and earlier_over and self.done.value > self.total // 6 * (1 + len(begun)):
                    begun.append(outages.submit(pending.pop(0)))
            seconds = time.monotonic() - begin
            print(file=sys.stderr)
            if pending:
                raise SystemExit("all was sent before each store had been away; send more messages")
            for outage in begun:
                outage.result()
        if any(sender.exitcode for sender in senders):
            raise SystemExit("a message was not treated as it should have been")
        return seconds

    def take_registry_away(self):
        """As a disk that is gone: the filter goes on with what it knows, and says so."""
        away = self.registry.with_suffix(".away")
        self.registry.rename(away)
        try:
            wait_for(lambda: self.metric("namesake_store_up") == 0, "the filter misses the registry")
            before = self.done.value
            time.sleep(OUTAGE_SECONDS)  # what is done for so long
            self.sent_without_registry = self.done.value - before
            if self.metric("namesake_feed_behind_seconds") < OUTAGE_SECONDS:
                raise SystemExit("the filter does not say how old its snapshot is")
        finally:
            away.rename(self.registry)
        wait_for(lambda: self.metric("namesake_store_up") == 1, "the filter finds the registry again")
        if not self.sent_without_registry:
            raise SystemExit("no mail flows without the registry")

    def lock_records(self):
        """Nobody can write records until it returns."""
        lock = sqlite3.connect(self.records, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        time.sleep(OUTAGE_SECONDS)  # what is done for so long
        lock.execute("ROLLBACK")
        lock.close()

    def learns_again(self):
        """What is protected after the outage counts; its one flagged message is recorded, too."""
        self.protect("Richard Roe", "richard.roe@one.example")
        with MilterClient(self.port) as client:
            client.negotiate()
            client.connect()
            attempts = itertools.count()
            wait_for(lambda: letter(client, next(attempts), '"Richard Roe" <x@evil.example>', "late") == "MALICIOUS-BEC",
                     "what is protected after the outage counts")

    def recorded(self):
        with contextlib.closing(sqlite3.connect(self.records)) as database:
            return database.execute("SELECT count(*), count(DISTINCT message_id) FROM message").fetchone()

    def report(self, seconds):
        """Prints what was seen and tells whether it is good."""
        expected = self.total // FORGED_EACH + 1  # and the last one's
        wait_for(lambda: self.recorded()[0] >= expected, "everything is recorded")
        complete = self.recorded() == (expected, expected)
        # Caches fill at first, and what waited during the outage took room: the last two fifths count.
        late = [resident for seen, resident in self.memory if seen > 0.6 * self.total] or [self.memory[-1][1]]
        flat = max(late) <= 1.1 * min(late)
        told = [len(self.events(name)) for name in ("store_unreachable", "store_reachable")]
        print(f"{self.total:,} messages in {seconds:.0f} s, {self.total / seconds:,.0f}/s")
        print(f"without the registry: {self.sent_without_registry:,} messages in {OUTAGE_SECONDS} s, by the last snapshot; "
              f"told in the log: {'once' if told == [1, 1] else 'NOT AS IT SHOULD BE'}")
        print(f"recorded: {self.recorded()[0]:,} of {expected:,}, each once: {'yes' if complete else 'NO'}")
        print(f"memory: {self.memory[0][1] >> 20} MiB at first, {max(r for _, r in self.memory) >> 20} MiB at most, "
              f"{self.memory[-1][1] >> 20} MiB at the end: {'flat' if flat else 'GROWS'}")
        return complete and flat and told == [1, 1]

    def stop(self):
        self.milter.terminate()
        self.milter.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build/release/bin", help="folder of the programs")
    parser.add_argument("--messages", type=int, default=1_000_000)
    options = parser.parse_args()
    os.environ["NAMESAKE_BIN"] = str(Path(options.bin).resolve())
    a_round = CONNECTIONS * MESSAGES_A_CONNECTION

    folder = Path(tempfile.mkdtemp(prefix="namesake-soak-", dir=ROOT / "build"))
    try:
        soak = Soak(folder, options.messages // a_round * a_round)
        try:
            seconds = soak.run()
            soak.learns_again()
            good = soak.report(seconds)
        finally:
            soak.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
