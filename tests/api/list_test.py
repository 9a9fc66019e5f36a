# SPDX-License-Identifier: Apache-2.0
"""Paging, order, search and filters of the list."""

import unittest
from urllib.parse import urlencode

from namesake import Daemon, entry


class List(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.empty = cls.daemon.account("Empty")
        cls.daemon.start()
        client = cls.daemon.client(cls.account.write)
        cls.addClassCleanup(client.close)
        cls.client = client
        # Names rise while addresses fall; every third name is the same as its neighbour's.
        cls.made = []
        for number in range(45):
            fields = entry(name=f"Name {number // 3:02}", email=f"a{99 - number}@example.com")
            if number == 7:
                fields |= {"comments": "Große STRASSE 100%_\\"}
            if number in (10, 11):
                fields |= {"provenance": "A1S_INTERNAL"}
            if number == 12:
                fields |= {"provenance": "SNOOPY-GOOGLE_DIRECTORY"}
            cls.made.append(client.request("POST", cls.account.registry, fields).result)

    def list(self, **query):
        answer = self.client.request("GET", f"{self.account.registry}?{urlencode(query)}")
        self.assertEqual(answer.status, 200, answer.body)
        return answer.result, answer.json["result_info"]

    def ids(self, **query):
        return [one["id"] for one in self.list(**query)[0]]

    def test_first_page_by_default(self):
        result, info = self.list()
        self.assertEqual(result, self.made[:20])
        self.assertEqual(info, {"page": 1, "per_page": 20, "count": 20, "total_count": 45, "total_pages": 3})

    def test_last_page_is_short(self):
        result, info = self.list(page=3)
        self.assertEqual(result, self.made[40:])
        self.assertEqual((info["count"], info["page"]), (5, 3))

    def test_past_the_end_is_empty(self):
        for page in (4, 10**9, 9 * 10**15):
            with self.subTest(page):
                result, info = self.list(page=page)
                self.assertEqual(result, [])
                self.assertEqual((info["count"], info["total_count"], info["page"]), (0, 45, page))

    def test_pages_together_are_everything_once(self):
        for order in ("created_at", "name", "email"):
            with self.subTest(order):
                pages = [self.ids(page=page, per_page=7, order=order) for page in range(1, 8)]
                self.assertEqual(sorted(sum(pages, [])), sorted(one["id"] for one in self.made))

    def test_per_page_limits(self):
        self.assertEqual(len(self.ids(per_page=1)), 1)
        self.assertEqual(len(self.ids(per_page=1000)), 45)

    def test_order(self):
        by_name = sorted(self.made, key=lambda one: (one["name"], one["id"]))
        by_email = sorted(self.made, key=lambda one: (one["email"], one["id"]))
        for order, expected in (("created_at", self.made), ("name", by_name), ("email", by_email)):
            wanted = [one["id"] for one in expected]
            with self.subTest(order):
                self.assertEqual(self.ids(order=order, per_page=100), wanted)
                self.assertEqual(self.ids(order=order, per_page=100, direction="asc"), wanted)

    def test_descending(self):
        self.assertEqual(self.ids(direction="desc", per_page=100), [one["id"] for one in reversed(self.made)])
        emails = [one["email"] for one in self.list(order="email", direction="desc", per_page=100)[0]]
        self.assertEqual(emails, sorted(emails, reverse=True))

    def test_search_in_name_email_and_comments_without_case(self):
        for text, count in (("name 03", 3), ("A77@EXAMPLE", 1), ("strasse", 1), ("große", 1), ("GROẞE", 1), ("100%", 1),
                            ("%", 1), ("_", 1), ("\\", 1), ("nothing", 0), ("", 45)):
            with self.subTest(text):
                result, info = self.list(search=text, per_page=100)
                self.assertEqual((len(result), info["total_count"]), (count, count))

    def test_provenance(self):
        for value, count in (("A1S_INTERNAL", 44), ("SNOOPY-GOOGLE_DIRECTORY", 1), ("SNOOPY-OFFICE_365", 0),
                             ("SNOOPY-CASB_OFFICE_365", 0)):
            with self.subTest(value):
                self.assertEqual(len(self.ids(provenance=value, per_page=100)), count)

    def test_filters_and_paging_together(self):
        result, info = self.list(search="name 0", provenance="A1S_INTERNAL", order="email", direction="desc", page=2,
                                 per_page=10)
        expected = sorted((one for one in self.made if one["name"] < "Name 1" and one["provenance"] == "A1S_INTERNAL"),
                          key=lambda one: one["email"], reverse=True)
        self.assertEqual(result, expected[10:20])
        self.assertEqual(info["total_count"], len(expected))

    def test_unknown_parameters_are_ignored(self):
        self.assertEqual(len(self.ids(cursor="x", per_page=5)), 5)

    def test_empty_account(self):
        client = self.daemon.client(self.empty.read)
        self.addCleanup(client.close)
        answer = client.request("GET", self.empty.registry)
        self.assertEqual(answer.result, [])
        self.assertEqual(answer.json["result_info"],
                         {"page": 1, "per_page": 20, "count": 0, "total_count": 0, "total_pages": 0})


if __name__ == "__main__":
    unittest.main()
