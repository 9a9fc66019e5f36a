# SPDX-License-Identifier: Apache-2.0
"""The routes that clients ask before they work, and those for operators."""

import json
import re
import unittest

from namesake import Client, Daemon, bearer, run


class HelperRoutes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account("Example Inc")
        cls.key = run("namesake", "key", "create", "--store", cls.daemon.store, "--email", "admin@example.com",
                      "--account", cls.account.id).stdout.strip()
        cls.expiring = cls.account.token("read", "--expires", "2100-01-01T00:00:00Z")
        cls.daemon.start()
        cls.client = cls.daemon.client(cls.account.write)
        cls.addClassCleanup(cls.client.close)
        cls.pair = {"X-Auth-Email": "admin@example.com", "X-Auth-Key": cls.key}

    def get(self, path, headers=None):
        if headers is None:
            return self.client.request("GET", path)
        client = Client(self.daemon.port, headers)
        self.addCleanup(client.close)
        return client.request("GET", path)

    def test_token_verify(self):
        for path in ("/client/v4/user/tokens/verify", f"/client/v4/accounts/{self.account.id}/tokens/verify"):
            with self.subTest(path):
                answer = self.get(path)
                self.assertEqual(answer.status, 200)
                self.assertEqual(set(answer.result), {"id", "status"})
                self.assertRegex(answer.result["id"], r"^[0-9a-f]{32}$")
                self.assertEqual(answer.result["status"], "active")
                self.assertEqual(answer.json["messages"],
                                 [{"code": 10000, "message": "This API Token is valid and active", "type": None}])

    def test_verify_tells_when_a_token_ends(self):
        answer = self.get("/user/tokens/verify", bearer(self.expiring))
        self.assertEqual(answer.result["expires_on"], "2100-01-01T00:00:00.000000Z")

    def test_verify_is_for_tokens(self):
        answer = self.get("/client/v4/user/tokens/verify", self.pair)
        self.assertEqual((answer.status, answer.codes), (400, [1001]))

    def test_accounts(self):
        answer = self.get("/client/v4/accounts")
        [account] = answer.result
        self.assertEqual((account["id"], account["name"], account["type"]), (self.account.id, "Example Inc", "standard"))
        self.assertEqual(answer.json["result_info"],
                         {"page": 1, "per_page": 20, "count": 1, "total_count": 1, "total_pages": 1})
        self.assertEqual(self.get("/client/v4/accounts?page=2").result, [])
        self.assertEqual(self.get(f"/client/v4/accounts/{self.account.id}").result, account)

    def test_memberships(self):
        [membership] = self.get("/client/v4/memberships").result
        self.assertEqual(membership["status"], "accepted")
        self.assertEqual(membership["account"], {"id": self.account.id, "name": "Example Inc"})
        self.assertEqual(membership["roles"], ["Cloud Email Security: Write"])

    def test_user(self):
        self.assertIsNone(self.get("/client/v4/user").result["email"])
        self.assertEqual(self.get("/client/v4/user", self.pair).result["email"], "admin@example.com")

    def test_operators_need_no_credentials(self):
        self.assertEqual(self.get("/healthz", {}).json, {"status": "alive"})
        ready = self.get("/readyz", {}).json
        self.assertEqual((ready["status"], ready["store"]), ("ready", "reachable"))
        document = self.get("/openapi.json", {}).json
        self.assertEqual(document["openapi"], "3.1.0")

    def test_metrics_count_requests(self):
        def counted():
            text = self.get("/metrics", {}).body.decode()
            found = re.search(r'^namesake_http_requests_total\{route="get_user",status="200"\} (\d+)', text, re.M)
            return int(found[1])
        before = counted()
        self.get("/client/v4/user")
        self.assertEqual(counted(), before + 1)

    def test_the_request_id_stands_in_the_log(self):
        client = self.daemon.client("nsk_" + "A" * 48)
        self.addCleanup(client.close)
        ray = client.request("GET", self.account.registry).headers["cf-ray"]
        self.assertIn(ray, self.daemon.log)
        self.assertNotIn("A" * 48, self.daemon.log)


if __name__ == "__main__":
    unittest.main()
