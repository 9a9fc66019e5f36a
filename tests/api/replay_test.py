# SPDX-License-Identifier: Apache-2.0
"""Requests that are sent again: retries of SDKs and Idempotency-Key."""

import signal
import unittest

from namesake import Daemon, entry, wait_for


def attempt(number):
    return {"X-Stainless-Retry-Count": str(number)}


class Replay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.daemon.start()

    def setUp(self):
        self.client = self.daemon.client(self.account.write)
        self.addCleanup(self.client.close)
        self.path = self.account.registry

    def create(self, headers, **changes):
        return self.client.request("POST", self.path, entry(**changes), headers)

    def count(self, search):
        return self.client.request("GET", f"{self.path}?search={search}").json["result_info"]["total_count"]

    def test_a_retried_create_gets_its_first_answer(self):
        first = self.create(attempt(0), name="Retried Once")
        again = self.create(attempt(1), name="Retried Once")
        self.assertEqual((again.status, again.result), (201, first.result))
        self.assertEqual(self.count("Retried%20Once"), 1)

    def test_two_equal_creates_are_two(self):
        ids = {self.create(attempt(0), name="Equal Twins").result["id"] for _ in range(2)}
        self.assertEqual(len(ids), 2)
        # A retry of each takes one of the two answers, and no third is made.
        again = {self.create(attempt(1), name="Equal Twins").result["id"] for _ in range(2)}
        self.assertEqual(again, ids)

    def test_a_retry_without_a_first_success_is_done(self):
        self.assertEqual(self.create(attempt(1), name="Lost Request").status, 201)
        self.assertEqual(self.count("Lost%20Request"), 1)

    def test_a_retry_with_another_body_is_another_request(self):
        first = self.create(attempt(0), name="Body One").result["id"]
        self.assertNotEqual(self.create(attempt(1), name="Body Two").result["id"], first)

    def test_a_retry_of_another_credential_is_another_request(self):
        other = self.daemon.client(self.account.token("write"))
        self.addCleanup(other.close)
        first = self.create(attempt(0), name="Credential").result["id"]
        wait_for(lambda: other.request("GET", self.path).status == 200, "the token is known")
        again = other.request("POST", self.path, entry(name="Credential"), attempt(1))
        self.assertNotEqual(again.result["id"], first)

    def test_a_retried_delete_gets_its_first_answer(self):
        path = f"{self.path}/{self.create({}).result['id']}"
        first = self.client.request("DELETE", path, headers=attempt(0))
        again = self.client.request("DELETE", path, headers=attempt(1))
        self.assertEqual((again.status, again.result), (200, first.result))
        self.assertEqual(self.client.request("DELETE", path, headers=attempt(0)).status, 404)

    def test_an_idempotency_key_gives_the_same_answer_to_the_same_body(self):
        key = {"Idempotency-Key": "key-1"}
        first = self.create(key, name="Keyed")
        self.assertEqual(self.create(key, name="Keyed").result, first.result)
        self.assertEqual(self.count("Keyed"), 1)

    def test_an_idempotency_key_with_another_body_is_refused(self):
        key = {"Idempotency-Key": "key-2"}
        self.create(key, name="Keyed Two")
        refused = self.create(key, name="Keyed Three")
        self.assertEqual((refused.status, refused.codes), (422, [10422]))
        self.assertEqual(refused.headers["x-should-retry"], "false")
        self.assertEqual(self.count("Keyed%20Three"), 0)

    def test_a_refused_request_uses_up_no_key(self):
        key = {"Idempotency-Key": "key-3"}
        self.assertEqual(self.create(key, name="").status, 400)
        self.assertEqual(self.create(key, name="Second Try").status, 201)

    def test_both_outlive_a_kill(self):
        key = {"Idempotency-Key": "key-4"}
        keyed = self.create(key, name="Before The Kill").result
        sent = self.create(attempt(0), name="Before The Kill Too").result
        self.client.close()
        self.daemon.stop(signal.SIGKILL)
        self.daemon.start()
        self.assertEqual(self.create(key, name="Before The Kill").result, keyed)
        self.assertEqual(self.create(attempt(1), name="Before The Kill Too").result, sent)


if __name__ == "__main__":
    unittest.main()
