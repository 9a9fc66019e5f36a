# SPDX-License-Identifier: Apache-2.0
"""The account's tokens by API: made, listed, revoked."""

import unittest

from namesake import Daemon, run


class TokensTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.other = cls.daemon.account("Other")
        cls.daemon.start()
        cls.path = f"/client/v4/accounts/{cls.account.id}/tokens"

    def ask(self, method, path, body=None, token=None):
        client = self.daemon.client(token or self.account.write)
        self.addCleanup(client.close)
        return client.request(method, path, body)

    def make(self, name="Script", permission="read", token=None, **more):
        return self.ask("POST", self.path, {"name": name, "permission": permission, **more}, token)

    def listed(self, token_id):
        tokens = self.ask("GET", self.path + "?per_page=1000").result
        return next(token for token in tokens if token["id"] == token_id)

    def test_a_made_token_works_at_once_and_shows_its_secret_once(self):
        answer = self.make(expires_on="2099-01-01T00:00:00Z")
        self.assertEqual(answer.status, 200, answer.body)
        made = answer.result
        secret = made.pop("value")
        self.assertEqual(self.ask("GET", self.account.registry, token=secret).status, 200)
        self.assertEqual(self.ask("POST", self.path, {}, token=secret).status, 403)
        self.assertEqual(self.listed(made["id"]), made)
        self.assertEqual(made["status"], "active")
        self.assertEqual(made["expires_on"], "2099-01-01T00:00:00.000000Z")
        self.assertNotIn(secret, self.ask("GET", self.path).body.decode())
        self.assertNotIn(secret, self.daemon.log)

    def test_a_revoked_token_is_good_for_nothing_at_once(self):
        made = self.make(permission="write").result
        path = f"{self.path}/{made['id']}"
        answer = self.ask("DELETE", path)
        self.assertEqual((answer.status, answer.result), (200, {"id": made["id"]}))
        self.assertEqual(self.ask("GET", self.account.registry, token=made["value"]).status, 401)
        self.assertEqual(self.listed(made["id"])["status"], "disabled")
        self.assertEqual(self.ask("DELETE", path).status, 200)

    def test_the_command_line_knows_them(self):
        made = self.make("Nightly").result
        line = run("namesake", "token", "list", "--store", self.daemon.store, "--account", self.account.id).stdout
        self.assertIn(f"{made['id']}\tread\tactive", line)

    def test_the_audit_log_tells_which_token_did_it(self):
        made = self.make("By API").result
        self.ask("DELETE", f"{self.path}/{made['id']}")
        logs = self.ask("GET", f"/client/v4/accounts/{self.account.id}/audit_logs").result
        mine = [log for log in logs if log["resource"]["id"] == made["id"]]
        self.assertEqual([log["action"]["type"] for log in mine], ["credential.revoke", "credential.create"])
        self.assertEqual({log["interface"] for log in mine}, {"API"})

    def test_a_token_makes_none_that_outlives_it(self):
        short = self.make(permission="write", expires_on="2098-01-01T00:00:00Z").result["value"]
        for expires in (None, "2099-01-01T00:00:00Z"):
            answer = self.make(token=short, expires_on=expires)
            self.assertEqual(answer.status, 400)
            self.assertEqual(answer.json["errors"][0]["source"]["pointer"], "/expires_on")
        self.assertEqual(self.make(token=short).status, 400)
        self.assertEqual(self.make(token=short, expires_on="2097-06-01T00:00:00Z").status, 200)

    def test_bad_tokens_are_refused_with_every_reason(self):
        answer = self.ask("POST", self.path, {"name": "", "permission": "all", "expires_on": "2001-01-01T00:00:00Z"})
        self.assertEqual(answer.status, 400)
        pointers = [error["source"]["pointer"] for error in answer.json["errors"]]
        self.assertEqual(pointers, ["/name", "/permission", "/expires_on"])

    def test_reading_is_no_licence_to_change(self):
        self.assertEqual(self.make(token=self.account.read).status, 403)
        made = self.make().result
        self.assertEqual(self.ask("DELETE", f"{self.path}/{made['id']}", token=self.account.read).status, 403)
        self.assertEqual(self.ask("GET", self.path, token=self.account.read).status, 200)

    def test_accounts_do_not_see_each_other(self):
        made = self.make().result
        of_other = f"/client/v4/accounts/{self.other.id}/tokens"
        listed = self.ask("GET", of_other, token=self.other.write).result
        self.assertNotIn(made["id"], [token["id"] for token in listed])
        answer = self.ask("DELETE", f"{of_other}/{made['id']}", token=self.other.write)
        self.assertEqual((answer.status, answer.json["errors"][0]["code"]), (404, 10404))
        self.assertEqual(self.listed(made["id"])["status"], "active")

    def test_pages(self):
        for _ in range(3):
            self.make()
        everything = self.ask("GET", self.path + "?per_page=1000")
        second = self.ask("GET", self.path + "?per_page=2&page=2")
        self.assertEqual(second.result, everything.result[2:4])
        self.assertEqual(second.json["result_info"]["total_count"], len(everything.result))
        self.assertEqual(self.ask("GET", self.path + "?page=1000").result, [])


if __name__ == "__main__":
    unittest.main()
