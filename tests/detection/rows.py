# SPDX-License-Identifier: Apache-2.0
"""Rows of techniques.tsv and lookalikes.tsv as messages, and the answers of `namesake scan` to them.

A row's message is its header fields, perhaps an empty line and a text. Escapes are those of Python: \\n, \\t,
\\\\ and \\xNN for one octet; everything else is UTF-8. Its authentication is what the receiving server
wrote into Authentication-Results, or nothing.
"""

import csv
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from namesake import PATIENCE, program

FOLDER = Path(__file__).resolve().parent
DOMAINS = ("example.com", "brightwater.org", "meridian-foods.de")
AUTHSERV = "mx.example.com"

ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|([nt\\]))")
LETTERS = {b"n": b"\n", b"t": b"\t", b"\\": b"\\"}


def read_rows(name):
    """[{column: text}] of a file of tab-separated values with a head."""
    lines = (FOLDER / "techniques" / name).read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    rows = [line.split("\t") for line in lines[1:]]
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{name}: {row[0]} has {len(row)} columns")
    return [dict(zip(columns, row)) for row in rows]


def octets_of(text):
    return ESCAPE.sub(lambda m: bytes.fromhex(m[1].decode()) if m[1] else LETTERS[m[2]], text.encode())


def message_of(row):
    header, _, body = octets_of(row["message"]).partition(b"\n\n")
    if row["authentication"]:
        header = f"Authentication-Results: {AUTHSERV}; {row['authentication']}\n".encode() + header
    if not re.search(rb"(?mi)^to *:", header):
        header += b"\nTo: accounting@example.com"
    if not re.search(rb"(?mi)^subject *:", header):
        header += b"\nSubject: A short question"
    return header + b"\nDate: Mon, 23 Nov 2026 09:30:00 +0000\n\n" + (body or b"Please call me.\n")


def scan(messages, registry):
    """The answers to the messages, in their order; `registry` is [(name, address)]."""
    with tempfile.TemporaryDirectory(prefix="namesake-detection-") as folder:
        people = Path(folder) / "people.csv"
        with people.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("Display_Name", "Email"))
            rows.writerows(dict.fromkeys(registry))
        inbox = Path(folder) / "inbox.mbox"
        inbox.write_bytes(b"".join(b"From sender@example.com Mon Nov 23 09:30:00 2026\n" + m + b"\n" for m in messages))
        return scan_paths(people, [inbox])


def scan_paths(registry, paths):
    domains = [word for domain in DOMAINS for word in ("--domain", domain)]
    options = ["--registry", registry, *domains, "--authserv-id", AUTHSERV, "--format", "jsonl"]
    environment = {name: value for name, value in os.environ.items() if name != "NAMESAKE_STORE"} | {
        "LC_ALL": "C.UTF-8"
    }
    done = subprocess.run(
        [program("namesake"), "scan", *options, *paths], capture_output=True, env=environment, timeout=PATIENCE
    )
    if done.returncode not in (0, 1):
        raise AssertionError(f"namesake scan: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
