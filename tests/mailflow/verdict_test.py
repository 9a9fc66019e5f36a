# SPDX-License-Identifier: Apache-2.0
"""Mail through a real Postfix: what is flagged, with what, and what happens to it."""

import concurrent.futures
import shutil
import smtplib
import subprocess
import time
import unittest

import flow
import postfix
from flow import FORGED, GENUINE
from namesake import PATIENCE, wait_for


@flow.can_run()
class VerdictTest(flow.FlowTest):
    @classmethod
    def set_up(cls):
        cls.milter, cls.inet = cls.filtered()
        cls.unix_milter, cls.unix = cls.filtered(
            f"unix:{cls.store.folder}/milter.sock", '[milter]\nsocket_mode = "0660"\nsocket_group = "postfix"\n'
        )
        cls.strict_milter, cls.strict = cls.filtered(
            config="[milter]\nreject_text = 'Not from this address'\n[milter.action]\nmalicious_bec = 'reject'\n"
        )
        cls.holding_milter, cls.holding = cls.filtered(config="[milter.action]\nmalicious_bec = 'quarantine'\n")
        results = "PREPEND Authentication-Results: mx.test.example; dmarc=fail header.from=one.example"
        cls.trusting_milter, cls.trusting = cls.filtered(
            config="[milter]\nauthserv_id = 'mx.test.example'\n", smtpd_sender_restrictions=f"check_sender_access static:{{{results}}}"
        )
        for milter in (cls.milter, cls.unix_milter, cls.strict_milter, cls.holding_milter, cls.trusting_milter):
            milter.start()

    def test_forged_mail_is_tagged_with_a_reason(self):
        for port in (self.inet, self.unix):
            [mail] = self.send(port, FORGED)
            self.assert_flagged(mail)
            self.assertEqual(mail["From"], FORGED)
            self.assertEqual(mail.get_payload(), "Call me.\n")

    def test_genuine_mail_is_untouched(self):
        for port in (self.inet, self.unix):
            [mail] = self.send(port, GENUINE)
            self.assert_untouched(mail)

    def test_swaks_is_flagged_like_any_other_program(self):
        message_id = f"<swaks.{time.monotonic_ns()}@sender.example>"
        arguments = ["--server", f"127.0.0.1:{self.inet}", "--from", "ceo@evil.example", "--to", "jane@one.example"]
        arguments += ["--h-From", FORGED, "--header", f"Message-Id: {message_id}", "--helo", "client.example"]
        sent = subprocess.run([shutil.which("swaks"), *arguments], capture_output=True, encoding="utf-8", timeout=PATIENCE)
        self.assertEqual(sent.returncode, 0, sent.stdout + sent.stderr)
        [mail] = self.postfix.wait_for_mail(message_id)
        self.assert_flagged(mail)

    def test_a_reason_in_any_script_survives_the_way(self):
        [mail] = self.send(self.inet, "=?UTF-8?B?" + "Sm9obiBEb9C1" + "?= <x@evil.example>")  # a Cyrillic e
        self.assert_flagged(mail)
        self.assertIn("U+0435", postfix.decoded(mail["X-Namesake-Reason"]))
        self.assertNotIn("\r", mail["X-Namesake-Reason"])

    def test_our_fields_stand_on_top(self):
        [mail] = self.send(self.inet, FORGED)
        names = [name for name, _ in mail.items() if name not in ("Return-Path", "X-Original-To", "Delivered-To")]
        self.assertEqual(
            names[:5],
            [
                "X-Namesake-Verdict",
                "X-Namesake-Reason",
                "X-CFEmailSecurity-Disposition",
                "X-CFEmailSecurity-Attribute",
                "Received",
            ],
        )

    def test_fields_that_arrived_with_the_mail_are_gone(self):
        forged_fields = [
            "X-Namesake-Verdict: NONE",
            "x-namesake-verdict: forged",
            "X-NAMESAKE-VERDICT : forged",
            "X-Namesake-Reason: forged\r\n\tand folded",
            "X-Namesake-Anything: forged",
            "X-Namesake-Verdict:",
            "X-CFEmailSecurity-Disposition: forged",
            "X-CFEmailSecurity-Attribute: forged",
            "x-cfemailsecurity-attribute: forged",
            "X-CFEMAILSECURITY-Other:forged",
            "X-Other: X-Namesake-Verdict: kept",
            *["X-Namesake-Verdict: forged"] * 20,
        ]
        for port in (self.inet, self.unix):
            [mail] = self.send(port, FORGED, *forged_fields)
            self.assert_flagged(mail)
            self.assertEqual(len(flow.our_fields(mail)), 4, mail.as_string())
            self.assertEqual(mail["X-Other"], "X-Namesake-Verdict: kept")
            [mail] = self.send(port, GENUINE, *forged_fields)
            self.assert_untouched(mail)
            self.assertEqual(mail["From"], GENUINE)

    def test_rejected_mail_is_refused_in_the_dialogue(self):
        message_id, octets = postfix.letter(FORGED)
        with postfix.Sender(self.strict) as sender, self.assertRaises(smtplib.SMTPDataError) as refused:
            sender.send(octets)
        self.assertEqual(refused.exception.smtp_code, 550)
        self.assertEqual(refused.exception.smtp_error, b"5.7.1 Not from this address")
        self.assertEqual(self.verdict_of(self.strict, GENUINE), "NONE")
        self.assertEqual(self.postfix.delivered(message_id), [])

    def test_quarantined_mail_is_held_until_somebody_releases_it(self):
        message_id, octets = postfix.letter(FORGED, to="held@one.example")
        with postfix.Sender(self.holding) as sender:
            sender.send(octets, ["held@one.example"])

        def held():
            return [
                item
                for item in self.postfix.queue()
                if item["queue_name"] == "hold" and item["recipients"][0]["address"] == "held@one.example"
            ]

        [item] = wait_for(held, "the mail is on hold")
        self.assertEqual(self.postfix.delivered(message_id), [])
        self.assertIn("milter triggers HOLD action", self.postfix.log)
        self.postfix.command("postsuper", "-H", item["queue_id"])
        self.postfix.command("postqueue", "-f")
        [mail] = self.postfix.wait_for_mail(message_id)
        self.assert_flagged(mail)

    def test_results_of_our_own_authentication_service_are_believed(self):
        [mail] = self.send(self.trusting, GENUINE)
        self.assertEqual(self.assert_one_verdict(mail), "SPOOF")
        self.assertEqual(mail["X-CFEmailSecurity-Disposition"], "SPOOF")
        self.assertIsNone(mail["X-CFEmailSecurity-Attribute"])
        self.assertIn("john.doe@one.example", postfix.decoded(mail["X-Namesake-Reason"]))

    def test_the_recipients_domain_chooses_the_registry(self):
        [mail] = self.send(self.inet, FORGED, to=["bob@two.example"])
        self.assert_untouched(mail)
        [mail] = self.send(self.inet, "Erika Muster <x@evil.example>", to=["bob@two.example"])
        self.assert_flagged(mail, "Erika Muster")

    def test_mail_for_several_accounts_gets_the_worst_verdict_and_names_nobody(self):
        copies = self.send(self.inet, FORGED, to=["bob@two.example", "jane@one.example"])
        self.assertEqual(len(copies), 2)
        for mail in copies:
            self.assertEqual(self.assert_one_verdict(mail), "MALICIOUS-BEC")
            self.assertNotIn("John", mail["X-Namesake-Reason"])

    def test_mail_that_nobody_is_responsible_for_says_so(self):
        [mail] = self.send(self.inet, FORGED, to=["x@three.example"])
        self.assertEqual(self.assert_one_verdict(mail), "unchecked")
        self.assertIn("no account", mail["X-Namesake-Reason"])
        self.assertIsNone(mail["X-CFEmailSecurity-Disposition"])

    def test_each_message_of_a_connection_is_taken_for_itself(self):
        letters = [postfix.letter(author) for author in (FORGED, GENUINE, FORGED)]
        with postfix.Sender(self.inet) as sender:
            for _, octets in letters:
                sender.send(octets)
            sender.begin(b"From: nobody\r\n")
            sender.smtp.close()  # one that is never finished
        verdicts = [self.postfix.wait_for_mail(message_id)[0]["X-Namesake-Verdict"] for message_id, _ in letters]
        self.assertEqual(verdicts, ["MALICIOUS-BEC", "NONE", "MALICIOUS-BEC"])

    def test_two_hundred_messages_over_twenty_connections_all_arrive_once(self):
        letters = [postfix.letter(FORGED if number % 2 else GENUINE) for number in range(200)]

        def send(part):
            with postfix.Sender(self.inet if part % 2 else self.unix) as sender:
                for _, octets in letters[part * 10 : part * 10 + 10]:
                    sender.send(octets)

        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            list(pool.map(send, range(20)))
        for number, (message_id, _) in enumerate(letters):
            [mail] = self.postfix.wait_for_mail(message_id)
            if number % 2:
                self.assert_flagged(mail)
            else:
                self.assert_untouched(mail)
        wait_for(lambda: self.all_in_one_copy(letters), "the queue is empty")

    def all_in_one_copy(self, letters):
        if any(item["queue_name"] in ("active", "incoming") for item in self.postfix.queue()):
            return False
        for message_id, _ in letters:
            self.assertEqual(len(self.postfix.delivered(message_id)), 1)
        return True

    def test_the_log_names_verdicts_but_no_addresses(self):
        [mail] = self.send(self.inet, FORGED)
        queue_id = mail["Received"].split("id ")[1].split()[0]
        [line] = [line for line in self.milter.events("message_checked") if queue_id in line]
        self.assertRegex(line, r"verdict=MALICIOUS-BEC action=tag reason=display_name_exact entry=[0-9a-f-]{36} ")
        self.assertRegex(line, r" duration_us=\d+$")
        self.assertNotIn("@", self.milter.log.replace("@127.0.0.1", ""))


if __name__ == "__main__":
    unittest.main()
