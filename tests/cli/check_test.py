# SPDX-License-Identifier: Apache-2.0
"""registry check."""

import unittest

from program import FORGED, FolderTest

CSV = (
    "Display_Name,Email,Is_Email_Regex\n"
    "John Doe,john.doe@example.com,false\n"
    '"Doe, John",other@example.com,false\n'
    "Alexa,alexa@example.com,false\n"
    "Price Alert,alert@example.com,false\n"
    "Max Muster,max@gmail.com,false\n"
    "Jane Roe,.*,true\n"
)


class Check(FolderTest):
    def check(self, *arguments, status):
        result = self.namesake("registry", "check", *arguments)
        self.assertEqual(result.returncode, status, result.stderr)
        return result.stdout

    def test_says_what_an_administrator_should_know(self):
        self.write("people.csv", CSV)
        lines = self.check("--registry", "people.csv", status=1).splitlines()
        said = sorted((line.split(" <")[0], line.rsplit(" [")[1].rstrip("]")) for line in lines)
        self.assertEqual(said, [
            ("Alexa", "one_word_name"),
            ("Doe, John", "other_namesake"),
            ("Jane Roe", "pattern_matches_all"),
            ("John Doe", "other_namesake"),
            ("Max Muster", "free_mail_address"),
            ("Price Alert", "common_words"),
        ])

    def test_is_silent_about_good_entries(self):
        self.write("people.csv", "Display_Name,Email\nJohn Doe,john.doe@example.com\n")
        self.assertEqual(self.check("--registry", "people.csv", status=0), "")

    def test_tells_what_an_entry_would_have_flagged(self):
        self.write("people.csv", "Display_Name,Email\nJohn Doe,john.doe@example.com\n")
        self.write("forged.eml", FORGED)
        out = self.check("--registry", "people.csv", "--against", "forged.eml", "--against", "forged.eml", status=1)
        example = '  forged.eml: "John Doe" <ceo@evil.example> [display_name_exact]\n'
        self.assertEqual(out, "John Doe <john.doe@example.com>: would have flagged 2 messages\n" + 2 * example)

    def test_of_a_store(self):
        account = self.done("account", "create", "--store", self.store).strip()
        self.namesake("registry", "import", "-", "--store", self.store, stdin=CSV)
        out = self.check("--store", self.store, "--account", account, status=1)
        self.assertEqual(len(out.splitlines()), 6)

    def test_a_mailbox_that_is_not_there_is_an_error(self):
        self.write("people.csv", "Display_Name,Email\nJohn Doe,john.doe@example.com\n")
        self.check("--registry", "people.csv", "--against", "nowhere.mbox", status=2)


if __name__ == "__main__":
    unittest.main()
