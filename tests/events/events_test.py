# SPDX-License-Identifier: Apache-2.0
"""Events as those get them who asked for them: a file, webhooks."""

import json
import signal
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from namesake import Client, Daemon, bearer, entry, message, run, wait_for
from webhook import Receiver

SECRET = "0123456789abcdef0123"
FORGED = message('"John Doe" <x@evil.example>', subject="Urgent")


def make_certificate(folder):
    """A certificate of 127.0.0.1 that is its own authority."""
    certificate, key = folder / "receiver.pem", folder / "receiver.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
        + ["-subj", "/CN=receiver", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    return certificate, key


def in_order_of_first(items):
    return list(dict.fromkeys(items))


class EventsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def serve(self, **options):
        daemon = Daemon(**options)
        self.addCleanup(daemon.remove)
        return daemon

    def receive(self, **options):
        receiver = Receiver(SECRET, **options)
        self.addCleanup(receiver.stop)
        return receiver

    def set(self, daemon, account, *assignments):
        run("namesake", "account", "set", "--store", daemon.store, "--account", account.id, *assignments)

    def hook(self, daemon, account, receiver):
        """Sets the webhook. What happens from now on is delivered, beginning with this very setting."""
        self.set(daemon, account, f"webhook.url={receiver.url}", f"webhook.secret={SECRET}")

    def create(self, daemon, account, name="John Doe"):
        client = daemon.client(account.write)
        try:
            answer = client.request("POST", account.registry, entry(name=name))
            self.assertEqual(answer.status, 201, answer.body)
            return answer.result["id"]
        finally:
            client.close()

    def scan(self, daemon, account):
        client = daemon.client(account.write)
        try:
            answer = client.request("POST", account.scan + "?record=true", FORGED, {"Content-Type": "message/rfc822"})
            self.assertEqual(answer.status, 200, answer.body)
        finally:
            client.close()


class WebhookTest(EventsTest):
    def test_a_flagged_message_is_told_over_https_with_a_signature(self):
        certificate, key = make_certificate(self.folder)
        receiver = self.receive(certificate=certificate, key=key)
        daemon = self.serve(config=f"[events]\nca_file = '{certificate}'\n")
        account = daemon.account()
        daemon.start()
        self.hook(daemon, account, receiver)
        created = self.create(daemon, account)
        self.scan(daemon, account)
        [told] = wait_for(lambda: receiver.of_type("message.flagged"), "the message is told")
        self.assertEqual(told["account"], account.id)
        self.assertEqual(told["data"]["from_name"], "John Doe")
        self.assertEqual(told["data"]["final_disposition"], "MALICIOUS-BEC")
        self.assertEqual(told["data"]["findings"][0]["reason"], "display_name_exact")
        [told] = wait_for(lambda: receiver.of_type("entry.created"), "the entry is told")
        self.assertEqual(told["data"]["id"], created)
        changes = [event["type"] for event in receiver.events if event["type"] != "message.flagged"]
        self.assertEqual(changes[0], "account.changed")
        self.assertNotIn(SECRET, json.dumps(receiver.events))
        self.assertEqual(receiver.faults, [])
        headers, body = receiver.requests[0]
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(headers["X-Namesake-Event"].split(","),
                         list(dict.fromkeys(event["type"] for event in json.loads(body)["events"])))
        self.assertRegex(headers["X-Namesake-Delivery"], "^[0-9a-f]{32}$")
        self.assertRegex(headers["User-Agent"], r"^Namesake/\d")
        self.assertEqual(list(json.loads(body)), ["events"])

    def test_a_certificate_that_nobody_vouches_for_gets_nothing(self):
        certificate, key = make_certificate(self.folder)
        receiver = self.receive(certificate=certificate, key=key)
        daemon = self.serve()
        account = daemon.account()
        daemon.start()
        self.hook(daemon, account, receiver)
        wait_for(lambda: "webhook_failed" in daemon.log, "the failure is said")
        self.assertIn("certificate", daemon.log)
        self.assertEqual(receiver.requests, [])

    def test_what_fails_is_sent_again_under_the_same_name(self):
        receiver = self.receive()
        receiver.answers = [503, 500]
        daemon = self.serve()
        account = daemon.account()
        daemon.start()
        self.hook(daemon, account, receiver)
        wait_for(lambda: receiver.events, "it is delivered in the end")
        self.assertEqual(len({headers["X-Namesake-Delivery"] for headers, _ in receiver.requests[:3]}), 1)
        self.assertEqual(len({body for _, body in receiver.requests[:3]}), 1)
        wait_for(lambda: "webhook_recovered" in daemon.log, "the log says so")
        self.assertIn("webhook_failed", daemon.log)

    def test_a_receiver_that_comes_back_gets_what_it_missed_in_order(self):
        receiver = self.receive()
        daemon = self.serve()
        account = daemon.account()
        daemon.start()
        self.hook(daemon, account, receiver)
        wait_for(lambda: receiver.events, "the webhook is known")
        receiver.stop()
        created = [self.create(daemon, account, f"Name {i}") for i in range(30)]
        wait_for(lambda: "webhook_failed" in daemon.log, "the failure is said")
        again = self.receive(port=receiver.port)
        told = wait_for(lambda: (lambda all: len(all) >= 30 and all)(again.of_type("entry.created")), "all are told")
        self.assertEqual([event["data"]["id"] for event in told], created)

    def test_one_that_hangs_holds_up_nobody_else(self):
        stuck, quick = self.receive(), self.receive()
        stuck.hang.set()
        lines = self.folder / "events.jsonl"
        daemon = self.serve(config=f"[events]\nfile = '{lines}'\n")
        first, second = daemon.account("Stuck"), daemon.account("Quick")
        daemon.start()
        self.hook(daemon, first, stuck)
        self.hook(daemon, second, quick)
        self.create(daemon, first)
        created = self.create(daemon, second)
        wait_for(lambda: [e["data"]["id"] for e in quick.of_type("entry.created")] == [created], "it is told", 10)
        self.assertEqual({event["account"] for event in quick.events}, {second.id})
        wait_for(lambda: lines.exists() and created in lines.read_text(), "it is written", 10)

    def test_follows_the_account(self):
        first, second, witness = self.receive(), self.receive(), self.receive()
        daemon = self.serve()
        account, other = daemon.account(), daemon.account("Other")
        daemon.start()
        self.hook(daemon, other, witness)
        self.hook(daemon, account, first)
        wait_for(lambda: first.events, "the first webhook is told")
        self.hook(daemon, account, second)
        wait_for(lambda: second.events, "the second is told")
        self.set(daemon, account, "webhook.url=")
        wait_for(lambda: "webhook_ends" in daemon.log, "it is not told any more")
        created = self.create(daemon, account, "Unheard")
        # A new webhook may be told what happened within the last half second. When somebody else is
        # told of something later, that is over.
        later = self.create(daemon, other, "Later")
        wait_for(lambda: later in json.dumps(witness.events), "the other account is told")
        shown = run("namesake", "account", "show", "--store", daemon.store, "--account", account.id).stdout
        self.assertIn("webhook.secret\t********\n", shown)
        self.hook(daemon, account, first)
        told = self.create(daemon, account, "Heard")
        wait_for(lambda: told in json.dumps(first.events), "the first is told again")
        self.assertNotIn(created, json.dumps(first.events) + json.dumps(second.events))


class Creator(threading.Thread):
    """Creates entries, over whatever namesaked answers, until it has made enough of them."""

    def __init__(self, port, account, prefix, count):
        super().__init__()
        self.port, self.account, self.prefix, self.count = port, account, prefix, count
        self.created = []  # ids, in order

    def run(self):
        while len(self.created) < self.count:
            client = Client(self.port, bearer(self.account.write))
            try:
                while len(self.created) < self.count:
                    name = f"{self.prefix} {len(self.created)}"
                    answer = client.request("POST", self.account.registry, entry(name=name))
                    if answer.status == 201:
                        self.created.append(answer.result["id"])
            except (OSError, ValueError):  # it is being killed, or starts
                pass
            except Exception as failure:  # of http.client
                if not type(failure).__module__.startswith("http."):
                    raise
            finally:
                client.close()


class CrashTest(EventsTest):
    def test_kill_9_and_failures_lose_nothing_and_keep_the_order(self):
        lines = self.folder / "events.jsonl"
        receivers = [self.receive(), self.receive()]
        daemon = self.serve(config=f"[events]\nfile = '{lines}'\n")
        accounts = [daemon.account(f"Account {i}") for i in range(2)]
        daemon.start()
        for account, receiver in zip(accounts, receivers):
            self.hook(daemon, account, receiver)
            wait_for(lambda: receiver.events, "the webhook is known")  # pylint: disable=cell-var-from-loop
        wait_for(lines.exists, "the file is there")
        receivers[0].answers = [500, 200, 503, 429, 200, 500]
        creators = [Creator(daemon.port, account, account.id[:4], 200) for account in accounts]
        for creator in creators:
            creator.start()
        for enough in (30, 80, 130):
            wait_for(lambda: all(len(creator.created) >= enough for creator in creators), "entries are made")
            daemon.stop(signal.SIGKILL)
            daemon.start()
        for creator in creators:
            creator.join()
        for creator, receiver in zip(creators, receivers):
            created = set(creator.created)
            wait_for(lambda: created <= {e["data"]["id"] for e in receiver.of_type("entry.created")}, "all are told")
            told = in_order_of_first(e["data"]["id"] for e in receiver.of_type("entry.created"))
            self.assertEqual([each for each in told if each in created], creator.created)
            self.assertEqual(receiver.faults, [])
        everything = {each for creator in creators for each in creator.created}
        wait_for(lambda: everything <= {each["data"].get("id") for each in self.read(lines)}, "all are written")
        for creator in creators:
            written = in_order_of_first(each["data"].get("id") for each in self.read(lines))
            self.assertEqual([each for each in written if each in set(creator.created)], creator.created)

    def read(self, lines):
        """The events of the file. A line that a kill has cut off may be there, and its event again below."""
        events = []
        for line in lines.read_text().splitlines():
            try:
                events.append(json.loads(line))
            except json.JSONDecodeError:
                pass
        return events


class FileTest(EventsTest):
    def test_two_on_one_store_write_each_event_once(self):
        lines = self.folder / "events.jsonl"
        config = f"[events]\nfile = '{lines}'\n"
        first = self.serve(config=config)
        account = first.account()
        first.start()
        wait_for(lines.parent.exists, "it has begun")
        second = self.serve(folder=first.folder, config=config).start()
        created = []
        for i in range(10):
            created.append(self.create(second if i % 2 else first, account, f"Name {i}"))
        wait_for(lambda: lines.exists() and created[-1] in lines.read_text(), "the last is written")
        # The other one takes over when the first is gone.
        first.stop()
        created.append(self.create(second, account, "Last"))
        wait_for(lambda: created[-1] in lines.read_text(), "it is written")
        events = [json.loads(line) for line in lines.read_text().splitlines()]
        self.assertEqual([e["data"]["id"] for e in events if e["type"] == "entry.created"], created)

    def test_the_file_is_opened_again_on_reload(self):
        lines = self.folder / "events.jsonl"
        daemon = self.serve(config=f"[events]\nfile = '{lines}'\n")
        account = daemon.account()
        daemon.start()
        before = self.create(daemon, account, "Before")
        wait_for(lambda: lines.exists() and before in lines.read_text(), "it is written")
        lines.rename(self.folder / "old")
        daemon.process.send_signal(signal.SIGHUP)
        wait_for(lambda: " reloaded " in daemon.log, "it has reloaded")
        after = self.create(daemon, account, "After")
        wait_for(lambda: lines.exists() and after in lines.read_text(), "it is written")
        self.assertNotIn(after, (self.folder / "old").read_text())

    def test_a_file_that_cannot_be_written_is_said_and_waited_for(self):
        lines = self.folder / "later" / "events.jsonl"
        daemon = self.serve(config=f"[events]\nfile = '{lines}'\n")
        account = daemon.account()
        daemon.start()
        created = self.create(daemon, account)
        wait_for(lambda: "events_not_written" in daemon.log, "it is said")
        lines.parent.mkdir()
        wait_for(lambda: lines.exists() and created in lines.read_text(), "it is written")


if __name__ == "__main__":
    unittest.main()
