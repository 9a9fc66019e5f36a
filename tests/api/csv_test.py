# SPDX-License-Identifier: Apache-2.0
"""The registry as CSV: import of all rows or none, and export."""

import unittest

from namesake import Daemon, entry

CSV = {"Content-Type": "text/csv"}


class Csv(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.first = cls.daemon.account()
        cls.daemon.start()

    def setUp(self):
        self.account = self.first
        self.client = self.daemon.client(self.account.write)
        self.addCleanup(self.client.close)
        for one in self.list():
            self.client.request("DELETE", f"{self.account.registry}/{one['id']}")

    def list(self):
        return self.client.request("GET", self.account.registry + "?per_page=1000").result

    def post(self, text, query="", headers=None):
        return self.client.request("POST", self.account.registry + "/import" + query, text.encode(), headers or CSV)

    def test_import_creates_every_row_in_order(self):
        answer = self.post("Display_Name,Email\nJohn Doe,john@example.com\n\"Doe, Jane\", jane@example.com\n")
        self.assertEqual((answer.status, answer.result), (201, {"created": 2}))
        self.assertEqual([(one["name"], one["email"]) for one in self.list()],
                         [("John Doe", "john@example.com"), ("Doe, Jane", "jane@example.com")])

    def test_the_header_of_the_published_sample_is_understood(self):
        self.assertEqual(self.post("Display Name, Email\nJohn Doe, john@example.com\n").status, 201)

    def test_all_columns(self):
        answer = self.post("Display_Name,Email,Is_Email_Regex,Comments\nJohn Doe,j.*@example\\.com,true,Board\n")
        self.assertEqual(answer.status, 201, answer.body)
        [one] = self.list()
        self.assertEqual((one["email"], one["is_email_regex"], one["comments"]), ("j.*@example\\.com", True, "Board"))

    def test_one_bad_line_and_nothing_is_created(self):
        answer = self.post("Display_Name,Email\nJohn Doe,john@example.com\nJane,nobody\n,x@example.com\n")
        self.assertEqual(answer.status, 400)
        self.assertEqual([error["source"]["pointer"] for error in answer.json["errors"]], ["/line/3", "/line/4"])
        self.assertEqual(self.list(), [])

    def test_a_dry_run_only_checks(self):
        self.assertEqual(self.post("Display_Name,Email\nJohn,j@example.com\n", "?dry_run=true").result, {"valid": 1})
        self.assertEqual(self.post("Display_Name,Email\nJohn,j\n", "?dry_run=true").status, 400)
        self.assertEqual(self.post("Display_Name,Email\n", "?dry_run=maybe").status, 400)
        self.assertEqual(self.list(), [])

    def test_ten_thousand_rows(self):
        rows = "".join(f"Person {n},p{n}@example.com\n" for n in range(10_000))
        self.assertEqual(self.post("Display_Name,Email\n" + rows).result, {"created": 10_000})
        info = self.client.request("GET", self.account.registry).json["result_info"]
        self.assertEqual(info["total_count"], 10_000)

    def test_export_gives_back_what_was_put_in(self):
        self.client.request("POST", self.account.registry, entry(name="=cmd|' /C calc'!A0", comments='say "hi"'))
        answer = self.client.request("GET", self.account.registry + "/export")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/csv"))
        text = answer.body.decode()
        self.assertNotIn("\n=cmd", text)  # no spreadsheet runs it
        [before] = self.list()
        self.client.request("DELETE", f"{self.account.registry}/{before['id']}")
        self.assertEqual(self.post(text).status, 201)
        [after] = self.list()
        for field in ("name", "email", "is_email_regex", "comments"):
            self.assertEqual(after[field], before[field])

    def test_a_reader_may_export_but_not_import(self):
        reader = self.daemon.client(self.account.read)
        self.addCleanup(reader.close)
        self.assertEqual(reader.request("GET", self.account.registry + "/export").status, 200)
        self.assertEqual(reader.request("POST", self.account.registry + "/import", b"x", CSV).status, 403)

    def test_other_kinds_of_body_are_refused(self):
        answer = self.post("{}", headers={"Content-Type": "application/json"})
        self.assertEqual((answer.status, answer.codes), (400, [6003]))


if __name__ == "__main__":
    unittest.main()
