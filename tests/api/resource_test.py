# SPDX-License-Identifier: Apache-2.0
"""The five methods of the resource and every field of an entry."""

import re
import unittest
from datetime import datetime, timezone

from namesake import Client, Daemon, bearer, entry, run

FIELDS = {"id", "name", "email", "is_email_regex", "comments", "directory_id", "directory_node_id",
          "external_directory_node_id", "provenance", "created_at", "modified_at", "last_modified"}
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")


class Resource(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        made = run("namesake", "key", "create", "--store", cls.daemon.store, "--email", "Admin@Example.com",
                   "--account", cls.account.id)
        cls.key = made.stdout.strip()
        cls.daemon.start()
        cls.path = cls.account.registry

    def setUp(self):
        self.client = self.daemon.client(self.account.write)
        self.addCleanup(self.client.close)

    def create(self, **changes):
        answer = self.client.request("POST", self.path, entry(**changes))
        self.assertEqual(answer.status, 201, answer.body)
        return answer.result

    def test_create_with_the_three_required_fields(self):
        before = datetime.now(timezone.utc)
        made = self.create()
        after = datetime.now(timezone.utc)
        self.assertEqual(set(made), FIELDS)
        self.assertRegex(made["id"], r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        self.assertEqual((made["name"], made["email"], made["is_email_regex"]),
                         ("John Doe", "john.doe@example.com", False))
        for field in ("comments", "directory_id", "directory_node_id", "external_directory_node_id"):
            self.assertIsNone(made[field], field)
        self.assertEqual(made["provenance"], "A1S_INTERNAL")
        for field in ("created_at", "modified_at", "last_modified"):
            self.assertRegex(made[field], TIME)
            self.assertEqual(made[field], made["created_at"])
        self.assertTrue(before <= datetime.fromisoformat(made["created_at"].replace("Z", "+00:00")) <= after)

    def test_create_with_every_field(self):
        fields = {"comments": "board", "directory_id": 3, "directory_node_id": -(2**53), "provenance": "SNOOPY-OFFICE_365",
                  "external_directory_node_id": "12444788"}
        made = self.create(**fields)
        self.assertEqual({name: made[name] for name in fields}, fields)

    def test_create_with_every_optional_field_null(self):
        made = self.create(comments=None, directory_id=None, directory_node_id=None, external_directory_node_id=None,
                           provenance=None)
        self.assertIsNone(made["comments"])
        self.assertEqual(made["provenance"], "A1S_INTERNAL")

    def test_text_comes_back_byte_for_byte(self):
        for fields in ({"name": "  Jöhn\t\u202eDoe 🙂 \\ \"\u2028"}, {"email": " A@Example.COM ,b@example.com "},
                       {"comments": ""}, {"name": "a" * 1024}, {"name": "🙂" * 1024}, {"comments": "é" * 1024},
                       {"external_directory_node_id": ""}):
            with self.subTest(str(fields)[:40]):
                made = self.create(**fields)
                got = self.client.request("GET", f"{self.path}/{made['id']}").result
                for name, value in fields.items():
                    self.assertEqual(got[name], value)

    def test_addresses_and_patterns_that_are_accepted(self):
        addresses = ["a@example.com", "用户@例え.jp", "jörg@bücher.example", '"john doe"@example.com', "root@localhost",
                     "a@[192.0.2.1]", "a@[IPv6:2001:db8::1]", "a+b@x.example, c@y.example,d@z.example", "o'hara@example.com"]
        patterns = ["email", r"john\.doe@example\.com", "[a-z&&[^b]]+@x", "a++b", "(?>a|b)c", "(?<=ab{1,3})c", r"\Qa.b\E@x",
                    r"\u0041@x", r"\p{IsLatin}+@x", r"\p{InGreek}", r"\p{javaLowerCase}+", r"\h\R\X", "(?iU)a@x",
                    "(?<n>a)@\\k<n>", "(?:a|b)@x", "(?!evil).*@example.com"]
        for email, is_pattern in [(one, False) for one in addresses] + [(one, True) for one in patterns]:
            with self.subTest(email):
                self.assertEqual(self.create(email=email, is_email_regex=is_pattern)["email"], email)

    def test_what_a_client_cannot_set_is_ignored(self):
        made = self.create(id="mine", created_at="2000-01-01T00:00:00Z", modified_at=5, unknown={"a": [1]})
        self.assertNotEqual(made["id"], "mine")
        self.assertNotIn("unknown", made)
        self.assertFalse(made["created_at"].startswith("2000"))

    def test_the_last_of_two_equal_keys_counts(self):
        body = b'{"name": "A", "email": "a@example.com", "is_email_regex": false, "name": "B"}'
        answer = self.client.request("POST", self.path, body, {"Content-Type": "application/json"})
        self.assertEqual(answer.result["name"], "B")

    def test_an_integer_may_be_written_with_a_fraction_of_zero(self):
        body = b'{"name": "A", "email": "a@example.com", "is_email_regex": false, "directory_id": 1.0}'
        answer = self.client.request("POST", self.path, body, {"Content-Type": "application/json"})
        self.assertEqual(answer.result["directory_id"], 1)

    def test_two_equal_entries_may_exist(self):
        self.assertNotEqual(self.create()["id"], self.create()["id"])

    def test_get(self):
        made = self.create(comments="x")
        answer = self.client.request("GET", f"{self.path}/{made['id']}")
        self.assertEqual((answer.status, answer.result), (200, made))
        self.assertEqual(self.client.request("GET", f"{self.path}/{made['id'].upper()}").result, made)

    def test_head_is_get_without_a_body(self):
        path = f"{self.path}/{self.create()['id']}"
        got, head = self.client.request("GET", path), self.client.request("HEAD", path)
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["Content-Length"], got.headers["Content-Length"])

    def test_patch_changes_the_given_fields_only(self):
        made = self.create(comments="x", directory_id=3)
        answer = self.client.request("PATCH", f"{self.path}/{made['id']}", {"name": "Jane Doe", "comments": None})
        self.assertEqual(answer.status, 200)
        changed = answer.result
        self.assertGreater(changed["modified_at"], made["modified_at"])
        self.assertEqual(changed["last_modified"], changed["modified_at"])
        expected = made | {"name": "Jane Doe", "comments": None}
        times = {"modified_at", "last_modified"}
        self.assertEqual({k: v for k, v in changed.items() if k not in times},
                         {k: v for k, v in expected.items() if k not in times})
        self.assertEqual(self.client.request("GET", f"{self.path}/{made['id']}").result, changed)

    def test_patch_to_a_pattern_and_back(self):
        path = f"{self.path}/{self.create()['id']}"
        pattern = {"email": "j.*@example\\.com", "is_email_regex": True}
        self.assertEqual(self.client.request("PATCH", path, pattern).result["email"], pattern["email"])
        self.assertEqual(self.client.request("PATCH", path, {"is_email_regex": False}).status, 400)
        literal = {"email": "j@example.com", "is_email_regex": False}
        self.assertIs(self.client.request("PATCH", path, literal).result["is_email_regex"], False)

    def test_patch_of_unknown_fields_changes_nothing(self):
        made = self.create()
        answer = self.client.request("PATCH", f"{self.path}/{made['id']}", {"id": "x", "unknown": 1})
        self.assertEqual(answer.status, 200)
        self.assertEqual({**answer.result, "modified_at": 0, "last_modified": 0},
                         {**made, "modified_at": 0, "last_modified": 0})

    def test_posted_provenance_alone_locks_nothing(self):
        made = self.create(provenance="SNOOPY-GOOGLE_DIRECTORY")
        path = f"{self.path}/{made['id']}"
        self.assertEqual(self.client.request("PATCH", path, {"name": "New"}).result["name"], "New")
        self.assertEqual(self.client.request("DELETE", path).status, 200)

    def test_delete(self):
        made = self.create()
        path = f"{self.path}/{made['id']}"
        # Some clients send a content type with every request, body or not.
        answer = self.client.request("DELETE", path, headers={"Content-Type": "application/json"})
        self.assertEqual((answer.status, answer.result), (200, {"id": made["id"]}))
        self.assertEqual(self.client.request("GET", path).status, 404)
        self.assertEqual(self.client.request("DELETE", path).status, 404)

    def test_terraform_sees_the_stored_null(self):
        terraform = {"x-stainless-lang": "Terraform"}
        made = self.client.request("POST", self.path, entry(), terraform).result
        self.assertIsNone(made["provenance"])
        path = f"{self.path}/{made['id']}"
        self.assertIsNone(self.client.request("GET", path, headers=terraform).result["provenance"])
        self.assertEqual(self.client.request("GET", path).result["provenance"], "A1S_INTERNAL")
        listed = self.client.request("GET", f"{self.path}?per_page=1000", headers=terraform).result
        self.assertIsNone(next(one for one in listed if one["id"] == made["id"])["provenance"])
        changed = self.client.request("PATCH", path, {"provenance": "A1S_INTERNAL"}, terraform).result
        self.assertEqual(changed["provenance"], "A1S_INTERNAL")
        self.assertIsNone(self.client.request("PATCH", path, {"provenance": None}, terraform).result["provenance"])

    def test_both_base_paths(self):
        made = self.create()
        short = self.path.removeprefix("/client/v4")
        self.assertEqual(self.client.request("GET", f"{short}/{made['id']}").result, made)
        self.assertEqual(self.client.request("GET", f"{short}/{made['id']}/").result, made)

    def test_key_pair_authenticates(self):
        for email in ("Admin@Example.com", "admin@example.com"):
            client = Client(self.daemon.port, {"X-Auth-Email": email, "X-Auth-Key": self.key})
            self.addCleanup(client.close)
            with self.subTest(email):
                self.assertEqual(client.request("POST", self.path, entry()).status, 201)
                self.assertEqual(client.request("GET", self.path).status, 200)

    def test_bearer_wins_over_a_pair(self):
        pair = {"X-Auth-Email": "nobody@example.com", "X-Auth-Key": "a" * 40}
        answer = self.client.request("GET", self.path, headers=pair | bearer(self.account.write))
        self.assertEqual(answer.status, 200)

    def test_announces_the_end_of_last_modified(self):
        answer = self.client.request("GET", f"{self.path}/{self.create()['id']}")
        self.assertTrue(answer.headers["Deprecation"])
        self.assertTrue(answer.headers["Sunset"])



class Messages(unittest.TestCase):
    """What an administrator should know about an entry that was created."""

    def setUp(self):
        self.daemon = Daemon()
        self.addCleanup(self.daemon.remove)
        self.account = self.daemon.account()
        self.daemon.start()
        self.client = self.daemon.client(self.account.write)
        self.addCleanup(self.client.close)

    def codes(self, **fields):
        answer = self.client.request("POST", self.account.registry, entry(**fields))
        self.assertEqual(answer.status, 201, answer.body)
        for message in answer.json["messages"]:
            self.assertTrue(message["message"].endswith("."), message)
        return [message["code"] for message in answer.json["messages"]]

    def test_are_none_for_a_person(self):
        self.assertEqual(self.codes(name="Jane Roe", email="jane.roe@example.com"), [])

    def test_tell_of_what_may_not_be_meant(self):
        self.assertEqual(self.codes(name="Alexa", email="alexa@example.com"), [11001])
        self.assertEqual(self.codes(name="Price Alert", email="pa@example.com"), [11002])
        self.assertEqual(self.codes(name="Max Muster", email="max@gmail.com"), [11004])
        self.assertEqual(self.codes(name="Erika Muster", email=".*", is_email_regex=True), [11005])

    def test_tell_of_a_namesake_with_other_addresses(self):
        self.assertEqual(self.codes(name="John Doe", email="john@example.com"), [])
        self.assertEqual(self.codes(name="Doe, John", email="other@example.com"), [11003])


if __name__ == "__main__":
    unittest.main()
