# SPDX-License-Identifier: Apache-2.0
"""Who changed what."""

import getpass
import unittest

from namesake import Daemon, entry, run


class AuditTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.daemon.start()
        cls.client = cls.daemon.client(cls.account.write)
        cls.addClassCleanup(cls.client.close)
        cls.path = f"/client/v4/accounts/{cls.account.id}/audit_logs"

    def logs(self, query=""):
        answer = self.client.request("GET", self.path + query)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.result

    def test_an_entrys_life_is_told_with_who_and_what(self):
        made = self.client.request("POST", self.account.registry, entry(name="John Doe")).result
        self.client.request("PATCH", f"{self.account.registry}/{made['id']}", {"name": "John Q. Doe"})
        self.client.request("DELETE", f"{self.account.registry}/{made['id']}")
        deleted, edited, created = [log for log in self.logs() if log["resource"]["id"] == made["id"]]
        self.assertEqual([log["action"]["type"] for log in (created, edited, deleted)],
                         ["entry.create", "entry.edit", "entry.delete"])
        self.assertEqual(edited["oldValueJson"]["name"], "John Doe")
        self.assertEqual(edited["newValueJson"]["name"], "John Q. Doe")
        self.assertIsNone(created["oldValue"])
        self.assertIsNone(deleted["newValue"])
        self.assertEqual(edited["interface"], "API")
        self.assertRegex(edited["actor"]["id"], "^[0-9a-f]{32}")
        self.assertEqual(self.logs("?action.type=entry.edit&direction=asc&per_page=1")[0]["id"], edited["id"])
        self.assertEqual(self.logs(f"?before={created['when']}&action.type=entry.create"), [])

    def test_commands_are_told_too(self):
        run("namesake", "domain", "add", "--store", self.daemon.store, "--account", self.account.id, "example.org")
        log = self.logs("?action.type=domain.add")[0]
        self.assertEqual((log["actor"]["id"], log["interface"]), (f"cli:{getpass.getuser()}", "CLI"))
        printed = run("namesake", "audit", "--store", self.daemon.store, "--account", self.account.id).stdout
        self.assertIn("domain.add\texample.org", printed)
        self.assertEqual(printed.splitlines()[0].split("\t")[2], "account.create")

    def test_bad_parameters_are_refused(self):
        answer = self.client.request("GET", self.path + "?since=x&per_page=1001&direction=up")
        self.assertEqual(answer.status, 400)
        self.assertEqual(len(answer.json["errors"]), 3)


if __name__ == "__main__":
    unittest.main()
