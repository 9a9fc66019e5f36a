# SPDX-License-Identifier: Apache-2.0
"""scan: what it reads, what it prints, how it ends."""

import gzip
import json
import os
import re
import subprocess
import unittest
from html.parser import HTMLParser

from program import FORGED, FORGED_LINE, FORGED_TEXT, GENUINE, GENUINE_LINE, FolderTest, mbox


class Formats(FolderTest):
    def setUp(self):
        super().setUp()
        self.write("forged.eml", FORGED)
        self.write("genuine.eml", GENUINE)

    def test_text_is_a_paragraph_for_each_flagged_message(self):
        out, err = self.scan("genuine.eml", "forged.eml", status=1)
        self.assertEqual(out, FORGED_TEXT.format(source="forged.eml"))
        self.assertEqual(err, "")

    def test_text_is_the_default(self):
        self.assertEqual(self.scan("forged.eml", status=1), self.scan("--format", "text", "forged.eml", status=1))

    def test_jsonl_is_an_object_for_every_message(self):
        out, err = self.scan("--format", "jsonl", "genuine.eml", "forged.eml", status=1)
        self.assertEqual(out, GENUINE_LINE.format(source="genuine.eml") + FORGED_LINE.format(source="forged.eml"))
        self.assertEqual(err, "")

    def test_status_says_whether_something_was_flagged(self):
        self.assertEqual(self.scan("genuine.eml", status=0), ("", ""))
        self.scan("--format", "jsonl", "genuine.eml", status=0)
        self.scan("--format", "jsonl", "forged.eml", status=1)

    def test_html_is_one_page_that_is_well_formed_and_has_no_markup_of_a_sender(self):
        hostile = FORGED.replace("John Doe", "<script>alert(1)</script> John Doe").replace("ceo@", "c<b>o@")
        self.write("hostile<i>.eml", hostile)
        out, err = self.scan("--format", "html", "genuine.eml", "forged.eml", "hostile<i>.eml", status=1)
        self.assertEqual(err, "")
        seen, open_elements = set(), []

        class Page(HTMLParser):
            def handle_starttag(self, tag, attributes):
                seen.add(tag)
                if tag not in ("meta",):
                    open_elements.append(tag)

            def handle_endtag(self, tag):
                assert open_elements.pop() == tag, tag

        Page().feed(out)
        self.assertEqual(open_elements, [])
        self.assertEqual(seen & {"script", "b", "i", "img", "link", "a"} - {"b", "i"}, set())
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt; John Doe", out)
        self.assertIn("hostile&lt;i&gt;.eml", out)
        self.assertIn("<h1>2 of 3 messages flagged</h1>", out)
        self.assertEqual(out.count("<article"), 2)

    def test_html_of_very_many_flagged_messages_is_bounded(self):
        self.write("inbox", mbox(*[FORGED] * 3000))
        out, _ = self.scan("--format", "html", "inbox", status=1)
        self.assertEqual(out.count("<article"), 2000)
        self.assertIn("The first 2,000 are shown, 1,000 more were flagged.", out)

    def test_a_summary_is_said_when_it_is_asked_for(self):
        out, err = self.scan("--summary", "genuine.eml", "forged.eml", status=1)
        self.assertEqual(out, FORGED_TEXT.format(source="forged.eml"))
        self.assertTrue(err.startswith("1 of 2 messages flagged\n\nVerdict\n        1  MALICIOUS-BEC\n"), err)
        self.assertIn("        1  John Doe <john.doe@example.com>\n", err)
        self.assertIn("        1  evil.example\n", err)
        self.assertEqual(self.scan("--summary", "genuine.eml", status=0), ("", "0 of 1 message flagged\n"))

    def test_paths_are_told_as_given(self):
        absolute = str(self.folder / "forged.eml")
        for path in ("./forged.eml", absolute, f"../{self.folder.name}/forged.eml"):
            with self.subTest(path):
                self.assertEqual(self.scan(path, status=1)[0], FORGED_TEXT.format(source=path))

    def test_a_path_twice_is_read_twice(self):
        out, _ = self.scan("forged.eml", "forged.eml", status=1)
        self.assertEqual(out, FORGED_TEXT.format(source="forged.eml") * 2)

    def test_hostile_names_cannot_reach_the_terminal(self):
        hostile = "a\n\x1b[2J\u202egpj.eml"
        name = os.fsencode(hostile) + b"\xff.eml"
        (self.folder / os.fsdecode(name)).write_bytes(
            b"Message-ID: <1\x1b[31m@x>\nFrom: =?utf-8?Q?John_Doe=1B=5B2J=0Ab.eml=3A_NONE?= <x@evil.example>\n"
        )
        out, _ = self.scan(".", "--domain", "evil.example", status=1)
        self.assertTrue(out.startswith("./a<U+000A><U+001B>[2J<U+202E>gpj.eml<0xFF>.eml: MALICIOUS-BEC\n"), out)
        shown = [line for line in out.splitlines() if "forged.eml" not in line]
        self.assertIn("  From: John Doe<U+001B>[2J<U+000A>b.eml: NONE <x@evil.example>", shown)
        self.assertNotIn("\x1b", out)
        self.assertNotIn("\u202e", out)

        out, _ = self.scan(".", "--format", "jsonl", status=1)
        self.assertNotIn("\x1b", out)
        self.assertNotIn("\u202e", out)
        objects = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(objects[0]["source"], f"./{hostile}\ufffd.eml")
        self.assertEqual(objects[0]["message_id"], "<1\x1b[31m@x>")


class Sources(FolderTest):
    def sources(self, *arguments, status=1, **options):
        """[(source, flagged)] of every message, in order."""
        out, err = self.scan("--format", "jsonl", *arguments, status=status, **options)
        self.assertEqual(err, "")
        return [(each["source"], each["flagged"]) for each in map(json.loads, out.splitlines())]

    def test_mbox(self):
        self.write("inbox.mbox", mbox(GENUINE, FORGED, GENUINE))
        self.assertEqual(
            self.sources("inbox.mbox"),
            [("inbox.mbox#1", False), ("inbox.mbox#2", True), ("inbox.mbox#3", False)],
        )

    def test_mbox_with_carriage_returns(self):
        self.write("inbox", mbox(GENUINE, FORGED).replace("\n", "\r\n"))
        self.assertEqual(self.sources("inbox"), [("inbox#1", False), ("inbox#2", True)])

    def test_mbox_whose_bodies_are_quoted(self):
        quoted = GENUINE + "\n>From John Doe\nFrom: John Doe <x@evil.example>\n"
        self.write("inbox", mbox(quoted, FORGED))
        self.assertEqual(self.sources("inbox"), [("inbox#1", False), ("inbox#2", True)])

    def test_maildir(self):
        for name in ("cur", "new", "tmp"):
            (self.folder / "box" / name).mkdir(parents=True)
        self.write("box/cur/1.host:2,S", GENUINE)
        self.write("box/new/2.host", FORGED)
        self.write("box/tmp/3.host", FORGED)
        self.write("box/dovecot-uidlist", "3 V1 N2\n")
        self.write("box/.Junk/cur/4.host:2,", FORGED)
        self.assertEqual(
            self.sources("box"),
            [("box/cur/1.host:2,S", False), ("box/new/2.host", True), ("box/.Junk/cur/4.host:2,", True)],
        )

    def test_folder(self):
        self.write("mail/b.eml", FORGED)
        self.write("mail/a.EML", GENUINE)
        self.write("mail/c/d/e.eml", FORGED)
        self.write("mail/c/box/new/1", FORGED)
        self.write("mail/f.mbox", mbox(GENUINE, FORGED))
        self.write("mail/notes.txt", FORGED)
        os.symlink("..", self.folder / "mail/c/up")
        self.assertEqual(
            self.sources("mail"),
            [
                ("mail/a.EML", False),
                ("mail/b.eml", True),
                ("mail/c/box/new/1", True),
                ("mail/c/d/e.eml", True),
                ("mail/f.mbox#1", False),
                ("mail/f.mbox#2", True),
            ],
        )

    def test_standard_input(self):
        self.assertEqual(self.sources("-", stdin=FORGED), [("-", True)])
        self.assertEqual(self.sources("-", stdin=mbox(GENUINE, FORGED)), [("-#1", False), ("-#2", True)])

    def test_several_in_their_order(self):
        self.write("z.eml", FORGED)
        self.write("a.eml", GENUINE)
        self.assertEqual(self.sources("z.eml", "-", "a.eml", stdin=FORGED), [("z.eml", True), ("-", True), ("a.eml", False)])

    def test_names_that_look_like_options(self):
        self.write("--help", FORGED)
        self.assertEqual(self.sources("--", "--help"), [("--help", True)])
        self.assertEqual(self.sources("./--help"), [("./--help", True)])

    def test_any_octets_are_a_message(self):
        self.write("a.eml", bytes(range(256)) * 300)
        self.write("b.eml", b"")
        out, err = self.scan("--format", "jsonl", "a.eml", "b.eml", status=0)
        self.assertEqual([json.loads(line)["source"] for line in out.splitlines()], ["a.eml", "b.eml"])
        self.assertEqual(err, "namesake: a.eml: it ends in the middle of its header section\n")

    def test_any_number_of_threads_gives_the_same(self):
        self.write("inbox", mbox(*(FORGED if number % 7 == 0 else GENUINE for number in range(2000))))
        self.write("folder/1.eml", FORGED)
        for form in ("text", "jsonl"):
            one = self.scan("--format", form, "--jobs", 1, "inbox", "folder", status=1)
            for jobs in (2, 4, 64):
                with self.subTest(form=form, jobs=jobs):
                    self.assertEqual(self.scan("--format", form, "--jobs", jobs, "inbox", "folder", status=1), one)
        self.assertEqual(len(self.sources("inbox", "folder")), 2001)


def zstd(octets):
    return subprocess.run(["zstd", "--quiet"], input=octets, stdout=subprocess.PIPE, check=True).stdout


class Compressed(FolderTest):
    """gzip and zstd, told by their first octets; the source is the path as given."""

    def flags(self, *arguments, status=1, **options):
        out = self.scan("--format", "jsonl", *arguments, status=status, **options)[0]
        return [(found["source"], found["flagged"]) for found in map(json.loads, out.splitlines())]

    def test_files_that_are_named(self):
        two = mbox(GENUINE, FORGED).encode()
        self.write("inbox.mbox.gz", gzip.compress(two))
        self.write("a.eml.zst", zstd(FORGED.encode()))
        self.write("whatever", gzip.compress(GENUINE.encode()))
        self.assertEqual(
            self.flags("inbox.mbox.gz", "a.eml.zst", "whatever"),
            [("inbox.mbox.gz#1", False), ("inbox.mbox.gz#2", True), ("a.eml.zst", True), ("whatever", False)],
        )
        self.assertEqual(self.flags("-", stdin=zstd(two)), [("-#1", False), ("-#2", True)])

    def test_files_in_folders_and_maildirs(self):
        self.write("mail/a.eml.gz", gzip.compress(FORGED.encode()))
        self.write("mail/b.mbox.zst", zstd(mbox(GENUINE).encode() + mbox(FORGED).encode()))
        self.write("mail/c/cur/1.host:2,S", gzip.compress(FORGED.encode()))
        self.write("mail/c/new/2.host", GENUINE)
        self.write("mail/readme.gz", gzip.compress(b"no mail"))
        self.assertEqual(
            self.flags("mail"),
            [
                ("mail/a.eml.gz", True),
                ("mail/b.mbox.zst#1", False),
                ("mail/b.mbox.zst#2", True),
                ("mail/c/cur/1.host:2,S", True),
                ("mail/c/new/2.host", False),
            ],
        )

    def test_damage_is_told_with_its_place_and_the_rest_is_scanned(self):
        body = FORGED + "".join(f"{number * 2654435761 % 2**32:08x}\n" for number in range(100_000))
        packed = gzip.compress(mbox(body, FORGED).encode())
        self.write("mail/a.mbox.gz", packed[: len(packed) // 2])
        self.write("mail/b.eml.zst", zstd(FORGED.encode())[:-3] + b"xxx")
        self.write("mail/c.mbox.gz", gzip.compress(mbox(FORGED).encode()) + b"garbage")
        self.write("mail/d.eml", FORGED)
        out, err = self.scan("--format", "jsonl", "mail", status=2)
        self.assertEqual([json.loads(line)["source"] for line in out.splitlines()],
                         ["mail/a.mbox.gz#1", "mail/c.mbox.gz#1", "mail/d.eml"])
        self.assertEqual([re.sub(r"\d+", "N", line) for line in err.splitlines()], [
            "namesake: cannot read mail/a.mbox.gz: the gzip data are cut off, near octet N of the file",
            "namesake: cannot read mail/b.eml.zst: the zstd data are damaged, near octet N of the file",
            "namesake: cannot read mail/c.mbox.gz: the gzip data are damaged, near octet N of the file",
        ])

    def test_a_file_that_unpacks_to_far_too_much_is_given_up(self):
        self.write("bomb.mbox.zst", zstd(mbox(FORGED).encode() + b"\0" * (100 << 20)))
        self.write("forged.eml", FORGED)
        out, err = self.scan("--format", "jsonl", "bomb.mbox.zst", "forged.eml", status=2)
        self.assertEqual([json.loads(line)["source"] for line in out.splitlines()], ["bomb.mbox.zst#1", "forged.eml"])
        self.assertRegex(err, "^namesake: cannot read bomb.mbox.zst: the zstd data are more than 1,000 times as large "
                              r"unpacked, near octet \d+ of the file\n$")


class Damage(FolderTest):
    """A mailbox that is not as it should be: told, and read on; the status is that of the messages."""

    def test_is_told_by_number_and_the_rest_is_scanned(self):
        endless = FORGED.replace("\n\n", "\nX-Endless: " + "x" * (2 << 20) + "\n\n")
        nul = FORGED.replace("Urgent", "Urg\0ent")
        junk = "bm90aGluZw==\n" * 100
        self.write("inbox", junk + "\n" + mbox(FORGED, endless, nul).replace("\n", "\r\n") + mbox(FORGED)[:-30])
        out, err = self.scan("--format", "jsonl", "inbox", status=1)
        self.assertEqual([json.loads(line)["source"] for line in out.splitlines()], [f"inbox#{n}" for n in range(1, 5)])
        self.assertEqual(err.splitlines(), [
            "namesake: inbox: what stands before the first message is not read as one",
            "namesake: inbox#2: its header section is longer than 1 MiB, the rest was not read",
            "namesake: inbox#3: its header section has NUL octets",
            "namesake: inbox#4: it ends in the middle of its header section",
        ])

    def test_of_very_many_messages_is_counted(self):
        self.write("inbox", mbox(*[GENUINE.replace("Lunch", "\0")] * 3000))
        err = self.scan("inbox", status=0)[1].splitlines()
        self.assertEqual(len(err), 21)
        self.assertEqual(err[-1], "namesake: 2,980 more messages are damaged")


class Failures(FolderTest):
    def setUp(self):
        super().setUp()
        self.write("mail/forged.eml", FORGED)

    def test_a_path_that_does_not_exist(self):
        out, err = self.scan("nothing", "mail", status=2)
        self.assertEqual(out, FORGED_TEXT.format(source="mail/forged.eml"))
        self.assertEqual(err, "namesake: cannot read nothing: No such file or directory\n")

    def test_links_that_lead_nowhere(self):
        os.symlink("gone.eml", self.folder / "mail/a.eml")
        os.symlink("z.eml", self.folder / "mail/z.eml")
        out, err = self.scan("mail", status=2)
        self.assertEqual(out, FORGED_TEXT.format(source="mail/forged.eml"))
        self.assertEqual(
            [line.split(":")[1] for line in err.splitlines()], [" cannot read mail/a.eml", " cannot read mail/z.eml"]
        )

    def test_a_file_that_fails_while_it_is_read(self):
        os.symlink("/proc/self/mem", self.folder / "mail/a.eml")
        out, err = self.scan("mail", status=2)
        self.assertEqual(out, FORGED_TEXT.format(source="mail/forged.eml"))
        self.assertEqual(err, "namesake: cannot read mail/a.eml: Input/output error\n")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_without_permission(self):
        self.write("mail/a.eml", FORGED).chmod(0)
        out, err = self.scan("mail", status=2)
        self.assertEqual(out, FORGED_TEXT.format(source="mail/forged.eml"))
        self.assertEqual(err, "namesake: cannot read mail/a.eml: Permission denied\n")

    def test_hostile_names_in_complaints_are_escaped(self):
        err = self.scan("a\n\x1b[2J", status=2)[1]
        self.assertEqual(err, "namesake: cannot read a<U+000A><U+001B>[2J: No such file or directory\n")

    def test_where_no_message_is_it_is_told(self):
        (self.folder / "empty").mkdir()
        self.write("inbox", "")
        for path in ("empty", "inbox"):
            with self.subTest(path):
                self.assertEqual(self.scan(path, status=0), ("", f"no message in {path}\n"))
        self.assertEqual(self.scan("-", stdin="", status=0), ("", "no message in standard input\n"))

    def test_a_folder_where_a_pipe_waits(self):
        os.mkfifo(self.folder / "mail/a.eml")
        self.assertEqual(self.scan("mail", status=1)[0], FORGED_TEXT.format(source="mail/forged.eml"))


class Registries(FolderTest):
    def setUp(self):
        super().setUp()
        self.write("forged.eml", FORGED)
        self.write("genuine.eml", GENUINE)

    def test_one_is_needed(self):
        said = self.refused("scan", "forged.eml")
        self.assertIn("--registry FILE.csv", said)
        self.assertIn("--store", said)

    def test_not_two(self):
        for option in ("--store", "--account"):
            with self.subTest(option):
                said = self.refused("scan", "forged.eml", "--registry", "people.csv", option, "x")
                self.assertIn("excludes", said)

    def test_a_csv_with_faults(self):
        self.write("bad.csv", "Display_Name,Email\n,a@b\nx,y@@z\n")
        said = self.refused("scan", "--registry", "bad.csv", "forged.eml").splitlines()
        self.assertEqual([line.split(":")[1:3] for line in said[:2]], [[" bad.csv", "2"], [" bad.csv", "3"]])
        self.assertIn("2 faults", said[2])

    def test_a_csv_that_does_not_exist(self):
        self.assertIn("nothing.csv", self.refused("scan", "--registry", "nothing.csv", "forged.eml"))

    def test_an_empty_one_is_told(self):
        self.write("people.csv", "Display_Name,Email\n")
        self.assertEqual(self.scan("forged.eml", status=0), ("", "the registry is empty: nothing can be flagged\n"))

    def test_names_patterns_and_several_addresses(self):
        self.write(
            "people.csv",
            'Display_Name,Email,Is_Email_Regex\n'
            '"John Doe","john.doe@example.com, jd@example.org",\n'
            "Müller GmbH,^.*@mueller\\.example$,true\n",
        )
        self.write("b.eml", "From: John Doe <JD@Example.ORG>\n\n")
        self.write("c.eml", "From: =?iso-8859-1?Q?M=FCller_GmbH?= <x@mueller.example>\n\n")
        self.write("d.eml", "From: =?iso-8859-1?Q?M=FCller_GmbH?= <x@evil.example>\n\n")
        self.scan("b.eml", "c.eml", status=0)
        self.assertIn('"Müller GmbH" shows the registered name', self.scan("d.eml", status=1)[0])

    def test_of_a_store(self):
        account = self.done("account", "create", "--store", self.store).strip()
        self.done("registry", "import", "people.csv", "--store", self.store)
        for more in ((), ("--account", account)):
            result = self.namesake("scan", "--store", self.store, *more, "--format", "jsonl", "genuine.eml", "forged.eml")
            self.assertEqual((result.returncode, result.stderr), (1, ""))
            genuine, forged = result.stdout.splitlines(keepends=True)
            self.assertEqual(genuine, GENUINE_LINE.format(source="genuine.eml"))
            identity = json.loads(forged)["findings"][0]["entry"]["id"]
            self.assertRegex(identity, r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$")
            self.assertEqual(
                forged.replace(f'"id": "{identity}"', '"id": null'), FORGED_LINE.format(source="forged.eml")
            )

    def test_of_the_environments_store(self):
        self.done("account", "create", "--store", self.store)
        self.done("registry", "import", "people.csv", "--store", self.store)
        result = self.namesake("scan", "forged.eml", NAMESAKE_STORE=self.store)
        self.assertEqual((result.returncode, result.stdout), (1, FORGED_TEXT.format(source="forged.eml")))

    def test_by_the_settings_of_the_services(self):
        account = self.done("account", "create", "--store", self.store).strip()
        self.done("account", "create", "--store", self.store)
        self.done("registry", "import", "people.csv", "--store", self.store, "--account", account)
        authenticated = "Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\n"
        self.write("spoof.eml", authenticated + "From: John Doe <john.doe@example.com>\n\n")
        # An address that resembles a registered one is flagged only where everybody can have a mailbox.
        self.write("near.eml", "From: john.doe.ceo@webmail.example\n\n")
        self.assertEqual(self.scan("near.eml", "spoof.eml", status=0), ("", ""))
        self.write("services.toml",
                   f"store = '{self.store}'\n[detection]\nfree_mailers = 'webmail.example'\n"
                   f"[milter]\naccount = '{account}'\nauthserv_id = 'mx.example.com'\n")
        result = self.namesake("scan", "--config", "services.toml", "near.eml", "spoof.eml")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertRegex(result.stdout, r"(?m)^near\.eml: ")
        self.assertIn("spoof.eml: SPOOF", result.stdout)

    def test_options_win_over_the_settings_of_the_services(self):
        self.write("services.toml", "store = 'sqlite:/nonexistent'\n[milter]\nauthserv_id = 'mx.example.com'\n")
        self.write("spoof.eml", "Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\n"
                                "From: John Doe <john.doe@example.com>\n\n")
        with_csv = ("scan", "--config", "services.toml", "--registry", "people.csv", "spoof.eml")
        self.assertIn("spoof.eml: SPOOF", self.namesake(*with_csv).stdout)
        self.assertEqual(self.namesake(*with_csv, "--authserv-id", "mx.example.net").returncode, 0)

    def test_settings_with_faults_are_refused(self):
        self.write("services.toml", "[detection]\nfree_mailer = 'webmail.example'\n")
        said = self.refused("scan", "--config", "services.toml", "--registry", "people.csv", "forged.eml")
        self.assertIn("detection.free_mailers", said)

    def test_of_an_account_that_is_not_there(self):
        self.assertIn("namesake.db", self.refused("scan", "--store", self.store, "forged.eml"))
        self.done("account", "create", "--store", self.store)
        said = self.refused("scan", "--store", self.store, "--account", "0" * 32, "forged.eml")
        self.assertIn("no account", said)

    def test_domains_have_to_be_some(self):
        said = self.refused("scan", "--registry", "people.csv", "--domain", "a b", "forged.eml")
        self.assertIn('--domain: "a b" is no domain name', said)
        self.scan("--domain", "example.com", "--domain", "EXAMPLE.org", "genuine.eml", status=0)

    def test_only_the_named_server_is_believed(self):
        failed = "Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\n"
        self.write("spoofed.eml", failed + GENUINE)
        self.scan("spoofed.eml", status=0)
        self.scan("--authserv-id", "other.example", "spoofed.eml", status=0)
        out, _ = self.scan("--authserv-id", "mx.example.com", "spoofed.eml", status=1)
        self.assertTrue(out.startswith("spoofed.eml: SPOOF\n"), out)
        self.assertTrue(re.search(r"\[authentication_failed\]$", out, re.MULTILINE), out)


if __name__ == "__main__":
    unittest.main()
