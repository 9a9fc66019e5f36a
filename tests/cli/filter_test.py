# SPDX-License-Identifier: Apache-2.0
"""`namesake filter`: one message from standard input to standard output."""

import json
import socket
import subprocess
import threading
import unittest
from pathlib import Path

import namesake
from namesake import PATIENCE, Daemon
from program import FORGED, GENUINE, FolderTest, arguments_of, environment

GOLDEN = Path(__file__).resolve().parents[1] / "detection/golden"
FLAGGED = (
    "X-Namesake-Verdict: MALICIOUS-BEC\n"
    'X-Namesake-Reason: "John Doe" shows the registered name "John Doe"; ceo@evil.example is not its address.\n'
    "X-CFEmailSecurity-Disposition: MALICIOUS-BEC\n"
    "X-CFEmailSecurity-Attribute: BEC\n"
)
UNCHECKED = (
    "X-Namesake-Verdict: unchecked\n"
    "X-Namesake-Reason: Not checked: Namesake could not read its registry or ran out of resources\n"
)
TEMPFAIL = 75


class FilterTest(FolderTest):
    def filter(self, message, *arguments, status=0, **options):
        """What it prints, and what it says of it."""
        run = self.namesake("filter", *arguments, stdin=message, **options)
        self.assertEqual(run.returncode, status, run.stderr)
        return run.stdout, run.stderr

    def passed(self, message, *arguments):
        """What it prints of a message that it could check, against people.csv."""
        out, said = self.filter(message, "--registry", "people.csv", *arguments)
        self.assertEqual(said, "")
        return out


class Passing(FilterTest):
    def test_the_verdict_is_put_on_top(self):
        self.assertEqual(self.passed(FORGED), FLAGGED + FORGED)
        self.assertEqual(self.passed(GENUINE), "X-Namesake-Verdict: NONE\n" + GENUINE)

    def test_fields_that_arrived_are_taken_out(self):
        arrived = "x-namesake-verdict: NONE\nX-CFEmailSecurity-Attribute:\n BEC\n"
        self.assertEqual(self.passed(arrived + FORGED), FLAGGED + FORGED)
        self.assertEqual(self.passed(FLAGGED + FORGED), FLAGGED + FORGED)

    def test_lines_end_as_they_came(self):
        crlf = FORGED.replace("\n", "\r\n")
        self.assertEqual(self.passed(crlf), (FLAGGED + FORGED).replace("\n", "\r\n"))

    def test_an_mbox_line_stays_first(self):
        line = "From sender@example.com Mon Nov 23 09:30:00 2026\n"
        self.assertEqual(self.passed(line + FORGED), line + FLAGGED + FORGED)

    def test_every_octet_of_a_large_body_passes(self):
        body = bytes(range(256)) * 40_000
        run = subprocess.run(arguments_of("filter", "--registry", "people.csv"), input=FORGED.encode() + body,
                             cwd=self.folder, env=environment(), capture_output=True, timeout=PATIENCE, check=True)
        self.assertEqual(run.stdout, (FLAGGED + FORGED).encode() + body)

    def test_the_envelope_counts(self):
        """Whom a policy exempts, the envelope says; without it, what the delivering server wrote."""
        self.write("store.csv", "Display_Name,Email\nJohn Doe,john.doe@example.com\n")
        store = ("--store", self.store)
        self.done("account", "create", *store)
        self.done("registry", "import", "store.csv", *store)
        self.done("policy", "allow", "--exempt-recipient", "abuse@example.com", *store)
        self.assertIn("Verdict: MALICIOUS-BEC\n", self.filter(FORGED, *store)[0])
        self.assertIn("Verdict: MALICIOUS-BEC\n", self.filter(FORGED, *store, "--envelope-to", "a@example.com")[0])
        self.assertIn("Verdict: NONE\n", self.filter(FORGED, *store, "--envelope-to", "abuse@example.com")[0])
        self.assertIn("Verdict: NONE\n", self.filter("Delivered-To: abuse@example.com\n" + FORGED, *store)[0])

    def test_an_unknown_envelope_may_be_given_as_nothing(self):
        """As a mail server's configuration expands for a bounce, or for mail that was not brought by SMTP."""
        for arguments in (["--envelope-from", "", "--client-ip", ""], ["--envelope-from=", "--client-ip="]):
            self.assertEqual(self.passed(FORGED, *arguments), FLAGGED + FORGED)


class Failing(FilterTest):
    """Whatever fails, the message is not lost."""

    def test_it_goes_through_unchecked(self):
        out, said = self.filter(FLAGGED + FORGED, "--store", "sqlite:missing.db")
        self.assertEqual(out, UNCHECKED + FORGED)
        self.assertIn("missing.db", said)
        out, said = self.filter(FORGED, "--registry", "missing.csv")
        self.assertEqual(out, UNCHECKED + FORGED)
        self.assertEqual(self.filter(FORGED)[0], UNCHECKED + FORGED)

    def test_or_waits_by_choice(self):
        out, said = self.filter(FORGED, "--store", "sqlite:missing.db", "--on-failure", "tempfail", status=TEMPFAIL)
        self.assertEqual(out, "")
        self.assertIn("missing.db", said)

    def test_half_a_message_is_none(self):
        with open("/proc/self/mem", "rb") as unreadable:
            run = subprocess.run(arguments_of("filter", "--registry", "people.csv"), stdin=unreadable,
                                 cwd=self.folder, env=environment(), capture_output=True, timeout=PATIENCE)
        self.assertEqual((run.returncode, run.stdout), (TEMPFAIL, b""))

    def test_half_a_message_written_is_told(self):
        with open("/dev/full", "wb") as full:
            run = subprocess.run(arguments_of("filter", "--registry", "people.csv"), input=FORGED.encode(),
                                 stdout=full, stderr=subprocess.PIPE, cwd=self.folder, env=environment(),
                                 timeout=PATIENCE)
        self.assertEqual(run.returncode, 2)
        self.assertIn(b"incomplete", run.stderr)

    def test_a_wrong_command_line_prints_nothing(self):
        for arguments, words in (
            (["--registry", "people.csv", "--on-failure", "drop"], '"drop" is none of: accept, tempfail'),
            (["--server", "http://127.0.0.1:1", "--account", "0" * 32], "--token-file"),
            (["--server", "http://127.0.0.1:1", "--token-file", "token"], "--account"),
            (["--token-file", "token"], "--server"),
            (["--timeout", "0", "--registry", "people.csv"], "--timeout"),
        ):
            with self.subTest(arguments):
                self.assertIn(words, self.refused("filter", *arguments, stdin=FORGED))


class Server(FilterTest):
    """--server: a running namesaked is asked."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.daemon.start()
        client = cls.daemon.client(cls.account.write)
        assert client.request("POST", cls.account.registry, namesake.entry()).status == 201
        client.close()

    def asked(self, message, *more, token=None, url=None, account=None, **options):
        self.write("token", (self.account.read if token is None else token) + "\n")
        return self.filter(message, "--server", url or f"http://127.0.0.1:{self.daemon.port}", "--token-file", "token",
                           "--account", account or self.account.id, *more, **options)

    def test_gives_the_same_fields(self):
        self.assertEqual(self.asked(FORGED), (FLAGGED + FORGED, ""))
        self.assertEqual(self.asked(GENUINE), ("X-Namesake-Verdict: NONE\n" + GENUINE, ""))
        self.assertEqual(self.asked(FORGED, url=f"http://localhost:{self.daemon.port}/")[0], FLAGGED + FORGED)

    def test_knows_whom_to_believe_and_the_envelope(self):
        spoof = ("Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\n" + GENUINE)
        self.assertIn("Verdict: NONE\n", self.asked(spoof)[0])
        self.assertIn("Verdict: SPOOF\n", self.asked(spoof, "--authserv-id", "mx.example.com")[0])
        client = self.daemon.client(self.account.write)
        self.addCleanup(client.close)
        path = self.account.registry.replace("impersonation_registry", "allow_policies")
        made = client.request("POST", path, {"is_acceptable_sender": False, "is_exempt_recipient": True,
                                             "is_trusted_sender": False, "verify_sender": False, "is_regex": False,
                                             "pattern": "abuse@example.com", "pattern_type": "EMAIL"})
        self.assertEqual(made.status, 201, made.body)
        self.assertIn("Verdict: NONE\n", self.asked(FORGED, "--envelope-to", "abuse@example.com")[0])
        client.request("DELETE", f"{path}/{made.result['id']}")

    def test_sees_the_author_behind_padding(self):
        padding = "".join(f"X-Padding-{i}: {'x' * 900}\n" for i in range(1300))
        self.assertEqual(self.asked(padding + FORGED)[0], FLAGGED + padding + FORGED)

    def test_a_message_goes_through_when_it_is_refused_or_away(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            for words, options in {
                "401": {"token": "nsk_" + "0" * 48},
                "refused": {"url": f"http://127.0.0.1:{namesake.free_port()}"},
                "no URL of a server": {"url": "localhost"},
                "is no token": {"token": ""},
                "within 1000 ms": {"url": f"http://127.0.0.1:{silent.getsockname()[1]}"},
            }.items():
                with self.subTest(words):
                    out, said = self.asked(FORGED, "--timeout", "1", **options)
                    self.assertEqual(out, UNCHECKED + FORGED)
                    self.assertIn(words, said)
                    self.assertNotIn("nsk_", said)

    def test_an_answer_that_is_none_is_a_failure(self):
        for body in (b"", b"{", b'{"result": {"final_disposition": "NOBODY"}}', b"[1]"):
            with self.subTest(body), socket.socket() as listening:
                listening.bind(("127.0.0.1", 0))
                listening.listen()
                answering = threading.Thread(target=answer_once, args=(listening, body))
                answering.start()
                out, said = self.asked(FORGED, url=f"http://127.0.0.1:{listening.getsockname()[1]}")
                answering.join()
                self.assertEqual(out, UNCHECKED + FORGED)
                self.assertIn("no verdict", said)


def answer_once(listening, body):
    connection, _ = listening.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


class GoldenMessages(FilterTest):
    def test_get_the_verdict_of_scan_and_keep_their_octets(self):
        options = ("--registry", GOLDEN / "registry.csv", "--domain", "example.com", "--authserv-id", "mx.example.com")
        verdicts = {}
        for line in self.namesake("scan", *options, "--format", "jsonl", GOLDEN).stdout.splitlines():
            found = json.loads(line)
            verdicts[Path(found["source"]).name] = found["final_disposition"]
        for path in sorted(GOLDEN.glob("*.eml")):
            with self.subTest(path.name):
                octets = path.read_bytes()
                run = subprocess.run(arguments_of("filter", *options), input=octets, cwd=self.folder,
                                     env=environment(), capture_output=True, timeout=PATIENCE, check=True)
                self.assertTrue(run.stdout.endswith(octets), run.stdout)
                first = run.stdout.split(b"\n")[0].strip().decode()
                self.assertEqual(first, f"X-Namesake-Verdict: {verdicts[path.name]}")


if __name__ == "__main__":
    unittest.main()
