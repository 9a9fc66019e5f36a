# SPDX-License-Identifier: Apache-2.0
"""The same messages to namesaked, to Rspamd and to SpamAssassin: how many a second, for how much of a processor."""

import json
import statistics
import subprocess
import tempfile
from pathlib import Path

import servers
from content_filters import Rspamd, SpamAssassin
from namesake import Account, Client, bearer, run, wait_for

MBOX_BYTES = 16 << 20  # some 2,700 messages of 6 KiB
CLIENTS = (1, 8)
KINDS = {"namesaked": 3, "rspamd": 3, "spamassassin": 10}  # and the seconds of a load: the slower, the longer


class Namesaked:
    """Its scan endpoint, over a store with the identities against whom messages are forged."""

    def __init__(self, folder, registry):
        self.server = servers.Namesaked(folder)
        store = self.server.daemon.store
        self.account = Account(store)
        run("namesake", "registry", "import", "--store", store, "--account", self.account.id, str(registry))
        entries = len(registry.read_text(encoding="utf-8").splitlines()) - 1
        wait_for(lambda: self.server.count(self.account) == entries, "namesaked knows the account")
        self.url = f"http://127.0.0.1:{self.server.daemon.port}{self.account.scan}"

    def flagged(self, messages):
        client = Client(self.server.daemon.port, bearer(self.account.read))
        count = 0
        for path in messages:
            answer = client.request("POST", self.account.scan, path.read_bytes(), {"Content-Type": "message/rfc822"})
            count += answer.result["final_disposition"] in ("MALICIOUS-BEC", "SPOOF")
        client.close()
        return count

    def load(self, messages, clients, seconds):
        return servers.load(self.server, self.url, seconds, self.account.read, messages=messages[0].parent, connections=clients)

    def stop(self):
        self.server.stop()


def make_messages(programs, folder):
    """The messages, each in a file named by its number; the registry; what is known of them."""
    mbox, registry = folder / "mbox", folder / "people.csv"
    made = subprocess.run([Path(programs) / "sample_mbox", mbox, registry, str(MBOX_BYTES), "short"],
                          stdout=subprocess.PIPE, check=True)
    facts = json.loads(made.stdout)
    (folder / "messages").mkdir()
    messages = []
    letters = (b"\n" + mbox.read_bytes()).split(b"\nFrom ")[1:]
    if len(letters) != facts["messages"]:
        raise SystemExit(f"the mbox has {len(letters)} messages of {facts['messages']}")
    for number, letter in enumerate(letters, 1):
        messages.append(folder / "messages" / str(number))
        messages[-1].write_bytes(letter.partition(b"\n")[2].replace(b"\n", b"\r\n"))
    return messages, registry, facts


def measure(programs, disk, rounds, say):
    """{"facts": …, kind: {clients: [figures of each round]}}; one server works at a time."""
    running = {}
    with tempfile.TemporaryDirectory(prefix="bench-", dir=disk) as folder:
        messages, registry, facts = make_messages(programs, Path(folder))
        try:
            ours = running["namesaked"] = Namesaked(folder, registry)
            # The figures are for nothing when messages were missed.
            flagged = ours.flagged(messages)
            if flagged < facts["forged"]:
                raise SystemExit(f"namesaked flags {flagged} messages of {facts['forged']}")
            running["rspamd"] = Rspamd()
            running["spamassassin"] = SpamAssassin()
            for kind in ("rspamd", "spamassassin"):
                say(f"{kind} starts")
                running[kind].wait_until_ready()
            for kind, seconds in KINDS.items():
                say(f"{kind} gets warm")
                running[kind].load(messages, max(CLIENTS), seconds)
            samples = {kind: {clients: [] for clients in CLIENTS} for kind in KINDS}
            for number in range(rounds):
                say(f"messages to other filters, round {number + 1} of {rounds}")
                for clients in CLIENTS:
                    for kind, seconds in KINDS.items():
                        samples[kind][clients].append(running[kind].load(messages, clients, seconds))
        finally:
            for server in running.values():
                server.stop()
    return {"facts": facts} | samples


def lines(samples):
    """(what, measured, asked, whether it is met) for the table."""
    rows = []
    for clients in CLIENTS:
        what = f"{clients} client{'s' if clients > 1 else ''}"
        for kind in KINDS:
            runs = samples[kind][clients]
            rate = statistics.median(run["per_second"] for run in runs)
            used = statistics.median(run["processor_us"] for run in runs)
            rows.append((f"messages checked, {what}: {kind}", f"{rate:,.0f}/s, {used:,.0f} µs of CPU each", "for scale", None))
        for other in ("rspamd", "spamassassin"):
            ratio = statistics.median(ours["per_second"] / theirs["per_second"] for ours, theirs in
                                      zip(samples["namesaked"][clients], samples[other][clients]))
            used = statistics.median(theirs["processor_us"] / ours["processor_us"] for ours, theirs in
                                     zip(samples["namesaked"][clients], samples[other][clients]))
            rows.append((f"  namesaked beside {other}", f"{ratio:,.0f} times, CPU 1/{used:,.0f}", "for scale", None))
    return rows
