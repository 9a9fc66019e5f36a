# SPDX-License-Identifier: Apache-2.0
"""POST …/email-security/scan: what a message is taken for."""

import unittest

from namesake import Daemon, entry, message

RAW = {"Content-Type": "message/rfc822"}
FIELDS = ["message_id", "from", "final_disposition", "flagged", "findings"]
FINDING = ["reason", "field", "value", "entry", "score", "detail", "transformations"]


class Scan(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.other = cls.daemon.account("Other")
        cls.daemon.start()
        cls.client = cls.daemon.client(cls.account.read)
        cls.addClassCleanup(cls.client.close)
        cls.writer = cls.daemon.client(cls.account.write)
        cls.addClassCleanup(cls.writer.close)
        cls.john = cls.writer.request("POST", cls.account.registry, entry()).result

    def scan(self, body, headers=None, query=""):
        answer = self.client.request("POST", self.account.scan + query, body, headers)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(list(answer.result), FIELDS)
        return answer.result

    def test_a_forged_message_is_flagged_with_a_reason(self):
        result = self.scan(message('"John Doe" <ceo@evil.example>'), RAW)
        self.assertEqual((result["final_disposition"], result["flagged"]), ("MALICIOUS-BEC", True))
        self.assertEqual((result["message_id"], result["from"]), ("<1@mail.example>", '"John Doe" <ceo@evil.example>'))
        [finding] = result["findings"]
        self.assertEqual(list(finding), FINDING)
        self.assertEqual((finding["reason"], finding["field"], finding["value"]), ("display_name_exact", "From", "John Doe"))
        self.assertEqual(finding["entry"], {name: self.john[name] for name in ("id", "name", "email")})
        self.assertIn("ceo@evil.example is not its address", finding["detail"])

    def test_a_genuine_message_is_not(self):
        result = self.scan(message("John Doe <JOHN.DOE@example.com>"), RAW)
        self.assertEqual((result["final_disposition"], result["flagged"], result["findings"]), ("NONE", False, []))

    def test_header_fields_as_json(self):
        result = self.scan({"headers": [["Subject", "x"], ["From", "John Doe <ceo@evil.example>"]],
                            "envelope_from": "bounce@evil.example", "client_ip": "192.0.2.1"})
        self.assertTrue(result["flagged"])

    def test_a_value_of_json_cannot_add_a_field(self):
        result = self.scan({"headers": [["Subject", "x\r\nFrom: John Doe <ceo@evil.example>"]]})
        self.assertFalse(result["flagged"])

    def test_authentication_is_believed_of_the_named_server_only(self):
        forged = message("John Doe <john.doe@example.com>")
        failed = b"Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\r\n" + forged
        self.assertFalse(self.scan(failed, RAW)["flagged"])
        self.assertFalse(self.scan(failed, RAW, "?authserv_id=other.example")["flagged"])
        result = self.scan(failed, RAW, "?authserv_id=mx.example.com")
        self.assertEqual(result["final_disposition"], "SPOOF")
        self.assertEqual(result["findings"][0]["reason"], "authentication_failed")

    def test_an_entry_counts_for_the_very_next_message(self):
        for number in range(20):
            name = f"Fresh Person{number}"
            forged = message(f"{name} <x@evil.example>")
            self.assertFalse(self.scan(forged, RAW)["flagged"])
            made = self.writer.request("POST", self.account.registry, entry(name=name)).result
            self.assertTrue(self.scan(forged, RAW)["flagged"])
            self.writer.request("PATCH", f"{self.account.registry}/{made['id']}", {"email": "x@evil.example"})
            self.assertFalse(self.scan(forged, RAW)["flagged"])
            self.writer.request("PATCH", f"{self.account.registry}/{made['id']}", {"email": "y@example.com"})
            self.assertTrue(self.scan(forged, RAW)["flagged"])
            self.writer.request("DELETE", f"{self.account.registry}/{made['id']}")
            self.assertFalse(self.scan(forged, RAW)["flagged"])

    def test_another_accounts_entries_do_not_count(self):
        client = self.daemon.client(self.other.read)
        self.addCleanup(client.close)
        answer = client.request("POST", self.other.scan, message("John Doe <ceo@evil.example>"), RAW)
        self.assertFalse(answer.result["flagged"])

    def test_anything_is_a_message(self):
        for body in (b"", b"\x00" * 1000, b"From:", b"From: \xff\xfe <", b"\r\n\r\nFrom: John Doe <a@b.example>"):
            with self.subTest(body[:20]):
                self.assertFalse(self.scan(body, RAW)["flagged"])

    def test_a_message_may_be_large(self):
        body = message("John Doe <ceo@evil.example>") + b"x" * (5 << 20)
        self.assertTrue(self.scan(body, RAW)["flagged"])

    def test_bad_input_is_named(self):
        for body, pointers in (({}, ["/headers"]), ({"headers": "x"}, ["/headers"]),
                               ({"headers": [["From"], ["From", 1], ["Fr om", "x"]]}, ["/headers/0", "/headers/1", "/headers/2"]),
                               ({"headers": [], "client_ip": 5}, ["/client_ip"]),
                               ({"headers": [], "envelope_to": "a@b.example"}, ["/envelope_to"]),
                               ({"headers": [], "envelope_to": ["a@b.example", 5]}, ["/envelope_to/1"]), ([], [""])):
            with self.subTest(body=body):
                answer = self.client.request("POST", self.account.scan, body)
                self.assertEqual(answer.status, 400)
                self.assertEqual([error["source"]["pointer"] for error in answer.json["errors"]], pointers)

    def test_other_kinds_of_body_are_refused(self):
        answer = self.client.request("POST", self.account.scan, b"x", {"Content-Type": "text/plain"})
        self.assertEqual((answer.status, answer.codes), (400, [6003]))


if __name__ == "__main__":
    unittest.main()
