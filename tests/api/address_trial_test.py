# SPDX-License-Identifier: Apache-2.0
"""Which addresses an e-mail field would allow, before it is in force; and the account's domains."""

import unittest

from namesake import Daemon, run


class AddressTrialTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.daemon.start()

    def ask(self, method, path, body=None):
        client = self.daemon.client(self.account.read)
        self.addCleanup(client.close)
        return client.request(method, path, body)

    def trial(self, email, is_email_regex, addresses):
        body = {"email": email, "is_email_regex": is_email_regex, "addresses": addresses}
        return self.ask("POST", self.account.registry + "/test_addresses", body)

    def test_a_pattern_tells_which_addresses_it_matches(self):
        answer = self.trial(r"(?i)j\.smith(\+.*)?@example\.(com|org)", True,
                            ["J.Smith@Example.com", "j.smith+list@example.org", "j.smith@example.net"])
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.result["addresses"], [
            {"address": "J.Smith@Example.com", "matches": True},
            {"address": "j.smith+list@example.org", "matches": True},
            {"address": "j.smith@example.net", "matches": False}])

    def test_literals_are_compared_as_mail_is_judged(self):
        answer = self.trial("jane@bücher.example, j@example.com", False,
                            ["JANE@xn--bcher-kva.example", "j@example.com", "jane@example.com"])
        self.assertEqual([item["matches"] for item in answer.result["addresses"]], [True, True, False])

    def test_every_problem_is_told_at_once(self):
        answer = self.trial("(", True, ["a@example.com", "nobody", 7])
        self.assertEqual(answer.status, 400)
        self.assertEqual([error["source"]["pointer"] for error in answer.json["errors"]],
                         ["/addresses/1", "/addresses/2", "/email"])
        for addresses in ([], ["a@example.com"] * 101, "a@example.com", None):
            answer = self.trial("a@example.com", False, addresses)
            self.assertEqual(answer.json["errors"][0]["source"]["pointer"], "/addresses")

    def test_nothing_is_stored(self):
        before = self.ask("GET", self.account.registry).json["result_info"]["total_count"]
        self.trial("a@example.com", False, ["a@example.com"])
        self.assertEqual(self.ask("GET", self.account.registry).json["result_info"]["total_count"], before)

    def test_domains_are_listed_by_name(self):
        path = f"/client/v4/accounts/{self.account.id}/email-security/settings/domains"
        empty = self.ask("GET", path)
        self.assertEqual((empty.status, empty.result), (200, []))
        run("namesake", "domain", "add", "--store", self.daemon.store, "--account", self.account.id, "b.example",
            "a.example")
        answer = self.ask("GET", path)
        self.assertEqual([item["domain"] for item in answer.result], ["a.example", "b.example"])
        self.assertEqual(answer.json["result_info"]["total_count"], 2)


if __name__ == "__main__":
    unittest.main()
