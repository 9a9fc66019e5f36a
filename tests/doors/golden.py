# SPDX-License-Identifier: Apache-2.0
"""The messages of tests/detection/golden, what is to be found out about each, and a namesaked that knows it."""

import json
from pathlib import Path

from namesake import Daemon, run

FOLDER = Path(__file__).resolve().parents[1] / "detection/golden"
REGISTRY = FOLDER / "registry.csv"
DOMAIN = "example.com"
AUTHSERV_ID = "mx.example.com"


class Golden:
    """One message."""

    def __init__(self, path):
        self.name = path.stem
        self.octets = path.read_bytes()
        expected = json.loads(path.with_suffix(".verdict.json").read_text(encoding="utf-8"))
        self.verdict = expected["final_disposition"]
        self.sentence = expected["findings"][0]["detail"] if expected["flagged"] else None


def messages():
    return [Golden(path) for path in sorted(FOLDER.glob("*.eml"))]


def message(name):
    return Golden(FOLDER / f"{name}.eml")


FORGED = "exact_name_free_mailer"
GENUINE = "genuine_private_address"


class GoldenServer:
    """namesaked over a store with the golden registry, and a token that may read."""

    def __init__(self):
        self.daemon = Daemon()
        self.account = self.daemon.account()
        store = ("--store", self.daemon.store)
        run("namesake", "domain", "add", *store, DOMAIN)
        run("namesake", "registry", "import", *store, str(REGISTRY))
        self.daemon.start()
        self.url = f"http://127.0.0.1:{self.daemon.port}"
        self.token_file = self.daemon.folder / "token"
        self.token_file.write_text(self.account.read + "\n", encoding="utf-8")

    @property
    def folder(self):
        return self.daemon.folder

    @property
    def store(self):
        return self.daemon.store

    def allow(self, pattern, kind, what):
        """Makes an allow policy, which counts from the next message on."""
        flags = dict.fromkeys(
            ("is_acceptable_sender", "is_exempt_recipient", "is_trusted_sender", "verify_sender", "is_regex"), False)
        client = self.daemon.client(self.account.write)
        path = self.account.registry.replace("impersonation_registry", "allow_policies")
        answer = client.request("POST", path, flags | {"pattern": pattern, "pattern_type": kind, what: True})
        client.close()
        assert answer.status == 201, answer.body

    def remove(self):
        self.daemon.remove()
