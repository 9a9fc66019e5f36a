# SPDX-License-Identifier: Apache-2.0
"""Accounts, domains, tokens and keys."""

import os
import re
import stat
import unittest

from program import FolderTest

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"


class StoreTest(FolderTest):
    """With a store that has one account."""

    def setUp(self):
        super().setUp()
        self.account = self.done("account", "create", "--store", self.store, "--name", "One").strip()

    def on_store(self, *arguments):
        return self.done(*arguments, "--store", self.store)

    def refused_on_store(self, *arguments):
        return self.refused(*arguments, "--store", self.store)

    def rows(self, *arguments):
        return [line.split("\t") for line in self.on_store(*arguments).splitlines()]

    def second_account(self):
        return self.on_store("account", "create", "--name", "Two").strip()


class Account(StoreTest):
    def test_create_prints_the_id_alone(self):
        result = self.namesake("account", "create", "--store", self.store)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^[0-9a-f]{32}\n$")

    def test_create_makes_a_store_for_its_owner_only(self):
        mode = os.stat(self.folder / "namesake.db").st_mode
        self.assertEqual(stat.S_IMODE(mode), 0o600)

    def test_create_with_an_id(self):
        wanted = "0123456789abcdef" * 2
        self.assertEqual(self.on_store("account", "create", "--id", wanted), wanted + "\n")
        self.assertIn("exists already", self.refused_on_store("account", "create", "--id", wanted))

    def test_create_refuses_what_is_no_id(self):
        for wrong in ("x", "0123456789ABCDEF" * 2, "0" * 31, "0" * 33):
            with self.subTest(wrong):
                self.assertIn("--id", self.refused_on_store("account", "create", "--id", wrong))

    def test_list(self):
        second = self.on_store("account", "create").strip()
        rows = {row[0]: row for row in self.rows("account", "list")}
        self.assertEqual(set(rows), {self.account, second})
        self.assertRegex(rows[self.account][1], f"^{TIME}$")
        self.assertEqual(rows[self.account][2], "One")
        self.assertEqual(rows[second][2], second)  # a name that nobody gave

    def test_list_escapes_a_hostile_name(self):
        name = "Two\tcolumns\nand lines\x1b[2J"
        made = self.on_store("account", "create", "--name", name).strip()
        row = next(row for row in self.rows("account", "list") if row[0] == made)
        self.assertEqual(row[2:], ["Two<U+0009>columns<U+000A>and lines<U+001B>[2J"])

    def test_a_store_is_named_by_option_or_environment(self):
        self.assertIn("NAMESAKE_STORE", self.refused("account", "list"))
        self.assertIn(self.account, self.done("account", "list", NAMESAKE_STORE=self.store))
        # The option wins.
        self.refused("account", "list", "--store", "sqlite:nothing.db", NAMESAKE_STORE=self.store)

    def test_only_create_makes_a_store(self):
        self.assertIn("nothing.db", self.refused("account", "list", "--store", "sqlite:nothing.db"))
        self.assertFalse((self.folder / "nothing.db").exists())

    def test_a_store_of_another_kind_is_refused(self):
        self.assertIn("sqlite:", self.refused("account", "list", "--store", "oracle:x"))
        self.write("text.db", "This is no database, but long enough to be taken for one. " * 100)
        self.assertIn("not a database", self.refused("account", "list", "--store", "sqlite:text.db"))


class ChoiceOfAccount(StoreTest):
    def test_the_only_account_need_not_be_named(self):
        self.on_store("domain", "add", "example.com")
        self.assertEqual(self.on_store("domain", "list", "--account", self.account), "example.com\n")

    def test_one_of_several_has_to_be_named(self):
        self.second_account()
        self.assertIn("2 accounts", self.refused_on_store("domain", "list"))

    def test_an_unknown_one_is_refused(self):
        said = self.refused_on_store("domain", "list", "--account", "0" * 32)
        self.assertIn("no account " + "0" * 32, said)
        self.assertIn("32 hex digits", self.refused_on_store("domain", "list", "--account", "One"))


class AccountSettings(StoreTest):
    def settings(self, *arguments):
        return dict(self.rows("account", "show", *arguments))

    def test_set_show_and_back_to_the_default(self):
        self.assertEqual(self.settings()["detection.off"], "")
        self.on_store("account", "set", "detection.off=display_name_near,lookalike_domain")
        self.assertEqual(self.settings()["detection.off"], "display_name_near,lookalike_domain")
        self.on_store("account", "set", "detection.off=")
        self.assertEqual(self.settings()["detection.off"], "")

    def test_a_mistake_changes_nothing_and_says_what_there_is(self):
        said = self.refused_on_store(
            "account", "set", "detection.off=lookalike_domain", "detection.of=x")
        self.assertIn("detection.of", said)
        self.assertEqual(self.settings()["detection.off"], "")
        self.assertIn("separated by commas",
                      self.refused_on_store("account", "set", "detection.off=everything"))
        self.assertIn("NAME=VALUE", self.refused_on_store("account", "set", "detection.off"))
        self.assertIn("detection.off", self.done("account", "set", "--help"))

    def test_accounts_choose_for_themselves(self):
        second = self.second_account()
        self.on_store("account", "set", "--account", second, "detection.off=lookalike_domain")
        self.assertEqual(self.settings("--account", self.account)["detection.off"], "")


class Domain(StoreTest):
    def domains(self, *arguments):
        return self.on_store("domain", "list", *arguments).splitlines()

    def test_add_list_and_remove(self):
        self.assertEqual(self.domains(), [])
        self.assertEqual(self.on_store("domain", "add", "Example.ORG", "bücher.example"), "")
        self.on_store("domain", "add", "example.org")  # again, which changes nothing
        self.assertEqual(self.domains(), ["example.org", "xn--bcher-kva.example"])
        self.on_store("domain", "remove", "BÜCHER.example")
        self.assertEqual(self.domains(), ["example.org"])

    def test_nothing_is_done_when_one_is_no_domain(self):
        self.assertIn('"not a domain"', self.refused_on_store("domain", "add", "example.com", "not a domain"))
        self.assertEqual(self.domains(), [])

    def test_a_domain_has_one_account(self):
        second = self.second_account()
        self.on_store("domain", "add", "example.com", "--account", self.account)
        said = self.refused_on_store("domain", "add", "example.com", "--account", second)
        self.assertIn("another account", said)
        self.assertEqual(self.domains("--account", second), [])

    def test_what_is_not_there_cannot_be_removed(self):
        self.assertIn("example.com", self.refused_on_store("domain", "remove", "example.com"))


class Policy(StoreTest):
    def policies(self, *arguments):
        """Rows of the list without their ids."""
        return [row[1:] for row in self.rows("policy", "list", *arguments)]

    def test_allow(self):
        ids = self.on_store("policy", "allow", "--trusted-sender", "--verify-sender", "--comments", "a partner",
                            "news@Partner.example", "partner.example", "192.0.2.0/24", "2001:db8::1").split()
        self.assertEqual([row[0] for row in self.rows("policy", "list")], ids)
        says = ["trusted-sender,verify-sender", "a partner"]
        self.assertEqual(self.policies(), [["allow", "EMAIL", "literal", "news@Partner.example", *says],
                                           ["allow", "DOMAIN", "literal", "partner.example", *says],
                                           ["allow", "IP", "literal", "192.0.2.0/24", *says],
                                           ["allow", "IP", "literal", "2001:db8::1", *says]])

    def test_allow_has_to_say_what(self):
        said = self.refused_on_store("policy", "allow", "--verify-sender", "partner.example")
        self.assertIn("--trusted-sender", said)
        self.on_store("policy", "allow", "--acceptable-sender", "--exempt-recipient", "a.example")
        self.assertEqual(self.policies()[0][4], "exempt-recipient,acceptable-sender")

    def test_trust_and_block(self):
        self.on_store("policy", "trust", "examp1e.com")
        self.on_store("policy", "trust", "--recent", "new.example")
        self.on_store("policy", "block", "--regex", "--type", "email", "promo-[0-9]+@.*")
        self.assertEqual(self.policies("--list", "trust"),
                         [["trust", "DOMAIN", "literal", "examp1e.com", "similarity", ""],
                          ["trust", "DOMAIN", "literal", "new.example", "recent", ""]])
        self.assertEqual(self.policies("--list", "block"), [["block", "EMAIL", "regex", "promo-[0-9]+@.*", "-", ""]])
        self.assertEqual(self.policies("--list", "allow"), [])

    def test_nothing_is_done_when_one_is_wrong(self):
        for arguments, words in ((["a.example", "10.0.0.1"], "private"), (["a.example", "a@@b"], "not an e-mail address"),
                                 (["a.example", "*.b.example"], "not a domain name"),
                                 (["--type", "ip", "a.example"], "not an IPv4 or IPv6"),
                                 (["--regex", ".*"], "--type"), (["--regex", "--type", "domain", "("], "regular expression"),
                                 (["--comments", "c" * 1025, "a.example"], "--comments"), (["a" * 1025], "1024")):
            with self.subTest(arguments):
                self.assertIn(words, self.refused_on_store("policy", "block", *arguments))
        self.assertEqual(self.policies(), [])

    def test_remove(self):
        blocked = self.on_store("policy", "block", "a.example", "b.example").split()
        trusted = self.on_store("policy", "trust", "c.example").strip()
        missing = "01a20c84-ffc2-76b8-88e5-856682a579ae"
        self.assertIn(missing, self.refused_on_store("policy", "remove", trusted, missing))
        self.assertIn("no id", self.refused_on_store("policy", "remove", trusted, "a.example"))
        self.assertEqual(len(self.policies()), 3)
        self.assertEqual(self.on_store("policy", "remove", blocked[0], trusted, trusted), "")
        self.assertEqual([row[3] for row in self.policies()], ["b.example"])

    def test_list_shows_the_account_alone(self):
        self.on_store("policy", "block", "--account", self.account, "a.example")
        second = self.second_account()
        self.assertEqual(self.policies("--account", second), [])
        (line,) = self.rows("policy", "list", "--account", self.account)
        said = self.refused_on_store("policy", "remove", "--account", second, line[0])
        self.assertIn(line[0], said)


class Token(StoreTest):
    def create(self, *arguments):
        return self.on_store("token", "create", "--permission", "write", *arguments).strip()

    def test_create_prints_the_token_alone(self):
        result = self.namesake("token", "create", "--store", self.store, "--permission", "read")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^nsk_[0-9A-Za-z]{40}[0-9a-f]{8}\n$")
        self.assertIn("once", result.stderr)
        self.assertNotIn(result.stdout.strip(), result.stderr)

    def test_the_store_does_not_hold_it(self):
        token = self.create()
        for path in self.folder.glob("namesake.db*"):
            self.assertNotIn(token.encode(), path.read_bytes())
            self.assertNotIn(token[4:44].encode(), path.read_bytes())

    def test_list(self):
        self.create("--name", "terraform", "--expires", "2999-01-31T23:59:59+01:00")
        self.on_store("token", "create", "--permission", "read")
        rows = sorted(self.rows("token", "list"), key=lambda row: row[1])
        self.assertEqual([row[1:3] for row in rows], [["read", "active"], ["write", "active"]])
        self.assertEqual([row[4:] for row in rows], [["-", ""], ["2999-01-31T22:59:59.000000Z", "terraform"]])
        for row in rows:
            self.assertRegex(row[0], "^[0-9a-f]{32}$")
            self.assertRegex(row[3], f"^{TIME}$")

    def test_expiry_lies_ahead(self):
        for wrong, words in {
            "2020-01-01T00:00:00Z": "past",
            "tomorrow": "2030-01-31T23:59:59Z",
            "2030-02-30T00:00:00Z": "--expires",
        }.items():
            with self.subTest(wrong):
                said = self.refused_on_store("token", "create", "--permission", "read", "--expires", wrong)
                self.assertIn(words, said)
        self.assertEqual(self.rows("token", "list"), [])

    def test_revoke_by_id_or_token(self):
        first, second = self.create("--name", "first"), self.create("--name", "second")
        ids = {row[5]: row[0] for row in self.rows("token", "list")}
        self.assertEqual(self.on_store("token", "revoke", ids["first"]), "")
        self.assertEqual(self.on_store("token", "revoke", second), "")
        self.assertEqual([row[2] for row in self.rows("token", "list")], ["revoked", "revoked"])
        # Again: it is what was asked for.
        self.assertEqual(self.on_store("token", "revoke", first), "")

    def test_revoke_of_an_unknown_one_does_not_repeat_it(self):
        """It may be a secret with a typing error."""
        said = self.refused_on_store("token", "revoke", "nsk_mistyped")
        self.assertNotIn("mistyped", said)
        self.assertIn("namesake token list", said)

    def test_list_shows_the_account_alone(self):
        self.create("--account", self.account)
        second = self.second_account()
        self.assertEqual(self.rows("token", "list", "--account", second), [])
        self.assertEqual(len(self.rows("token", "list", "--account", self.account)), 1)


class Key(StoreTest):
    def test_create_list_and_revoke(self):
        result = self.namesake("key", "create", "--store", self.store, "--email", "admin@example.com", "--name", "old")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, r"^nsa_[0-9A-Za-z]{40}[0-9a-f]{8}\n$")
        (row,) = self.rows("key", "list")
        self.assertEqual([row[1], row[2], row[4]], ["admin@example.com", "active", "old"])
        self.assertEqual(self.rows("token", "list"), [])
        # A key is no token.
        self.refused_on_store("token", "revoke", result.stdout.strip())
        self.on_store("key", "revoke", result.stdout.strip())
        self.assertEqual(self.rows("key", "list")[0][2], "revoked")

    def test_the_address_has_to_be_one(self):
        said = self.refused_on_store("key", "create", "--email", "admin@@example.com")
        self.assertRegex(said, re.escape('"admin@@example.com" is no e-mail address') + ".* at character 7")
        self.assertEqual(self.rows("key", "list"), [])


if __name__ == "__main__":
    unittest.main()
