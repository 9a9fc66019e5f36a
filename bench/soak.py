# SPDX-License-Identifier: Apache-2.0
"""A long run of the mail filter: memory flat, nothing lost, the record complete.

Speaks the milter protocol as a mail server does, without one in between: a million messages take
some minutes. In the middle the records cannot be written for a while."""

import argparse
import multiprocessing
import os
import shutil
import sqlite3
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

import mail_flow  # noqa: E402  (needs the path above)
from milter_client import MilterClient, inserted, texts  # noqa: E402
from namesake import free_port, program, run, wait_for  # noqa: E402

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


def lock_records(path, seconds):
    """Nobody can write records until it returns."""
    lock = sqlite3.connect(path, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    time.sleep(seconds)  # what is done for so long
    lock.execute("ROLLBACK")
    lock.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build/release/bin", help="folder of the programs")
    parser.add_argument("--messages", type=int, default=1_000_000)
    options = parser.parse_args()
    os.environ["NAMESAKE_BIN"] = str(Path(options.bin).resolve())
    each = options.messages // CONNECTIONS // MESSAGES_A_CONNECTION * MESSAGES_A_CONNECTION
    total = each * CONNECTIONS

    folder = Path(tempfile.mkdtemp(prefix="namesake-soak-", dir=ROOT / "build"))
    milter = None
    try:
        store = f"sqlite:{folder}/namesake.db"
        account = run("namesake", "account", "create", "--store", store).stdout.strip()
        table = folder / "people.csv"
        table.write_text("Display_Name,Email\nJohn Doe,john.doe@one.example\n", encoding="utf-8")
        run("namesake", "registry", "import", "--store", store, "--account", account, str(table))
        port = free_port()
        config = folder / "milter.toml"
        config.write_text('[log]\nlevel = "warning"\n', encoding="utf-8")
        log = folder / "milter.log"
        milter = mail_flow.spawn([program("namesake-milter"), "--listen", f"inet:{port}@127.0.0.1", "--store", store,
                                  "--config", str(config)], log, port)
        records = folder / "namesake.records.db"
        done = multiprocessing.Value("q", 0)
        senders = [multiprocessing.Process(target=send, args=(port, f"c{i}", each, done)) for i in range(CONNECTIONS)]
        begin = time.monotonic()
        for sender in senders:
            sender.start()
        memory, outage = [], None
        while any(sender.is_alive() for sender in senders):
            time.sleep(1)  # between two looks
            memory.append((done.value, mail_flow.resident(milter)))
            print(f"\r{done.value:,} of {total:,}, {memory[-1][1] >> 20} MiB", end="", file=sys.stderr, flush=True)
            if outage is None and done.value > total // 3:
                outage = threading.Thread(target=lock_records, args=(records, OUTAGE_SECONDS))
                outage.start()
        seconds = time.monotonic() - begin
        print(file=sys.stderr)
        if any(sender.exitcode for sender in senders):
            raise SystemExit("a message was not treated as it should have been")
        if outage:
            outage.join()
        expected = total // FORGED_EACH

        def recorded():
            with sqlite3.connect(records) as database:
                return database.execute("SELECT count(*), count(DISTINCT message_id) FROM message").fetchone()

        wait_for(lambda: recorded()[0] >= expected, "everything is recorded")
        complete = recorded() == (expected, expected)
        # Caches fill at first, and what waited during the outage took room: the last two fifths count.
        late = [resident for seen, resident in memory if seen > 0.6 * total] or [memory[-1][1]]
        flat = max(late) <= 1.1 * min(late)
        print(f"{total:,} messages in {seconds:.0f} s, {total / seconds:,.0f}/s")
        print(f"recorded: {recorded()[0]:,} of {expected:,}, each once: {'yes' if complete else 'NO'}")
        print(f"memory: {memory[0][1] >> 20} MiB at first, {max(r for _, r in memory) >> 20} MiB at most, "
              f"{memory[-1][1] >> 20} MiB at the end: {'flat' if flat else 'GROWS'}")
        print(f"log: {len(log.read_text(encoding='utf-8').splitlines())} lines of warning or worse")
        sys.exit(0 if complete and flat else 1)
    finally:
        if milter:
            milter.terminate()
            milter.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
