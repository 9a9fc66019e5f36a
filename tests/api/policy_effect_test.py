# SPDX-License-Identifier: Apache-2.0
"""What the three lists of an administrator change about a message's verdict."""

import unittest

from namesake import Daemon, entry, run, wait_for

SETTINGS = "/client/v4/accounts/{account}/email-security/settings/"
FORGED = '"John Doe" <ceo@evil.example>'
SPOOFED = "John Doe <john.doe@example.com>"
FAILED = "mx.example.com; dmarc=fail header.from=example.com"


class PolicyEffect(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon()
        self.addCleanup(self.daemon.remove)
        self.account = self.daemon.account()
        self.daemon.start()
        self.client = self.daemon.client(self.account.write)
        self.addCleanup(self.client.close)
        self.client.request("POST", self.account.registry, entry())

    def create(self, resource, **body):
        path = SETTINGS.format(account=self.account.id) + resource
        answer = self.client.request("POST", path, {"is_regex": False} | body)
        self.assertEqual(answer.status, 201, answer.body)
        return answer.result["id"]

    def allow(self, pattern, **flags):
        none = dict.fromkeys(("is_exempt_recipient", "is_trusted_sender", "is_acceptable_sender", "verify_sender"), False)
        return self.create("allow_policies", pattern=pattern, pattern_type="EMAIL", **(none | flags))

    def block(self, pattern):
        return self.create("block_senders", pattern=pattern, pattern_type="DOMAIN")

    def scan(self, sender, results="", **envelope):
        headers = [["Authentication-Results", results]] if results else []
        body = {"headers": [*headers, ["From", sender]]} | envelope
        answer = self.client.request("POST", self.account.scan + "?authserv_id=mx.example.com", body)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.result

    def reasons(self, verdict):
        return [finding["reason"] for finding in verdict["findings"]]

    def test_without_policies_nothing_is_said_of_them(self):
        self.assertNotIn("policy", self.scan(FORGED))

    def test_mail_of_a_trusted_sender_is_not_inspected(self):
        policy = self.allow("ceo@evil.example", is_trusted_sender=True)
        verdict = self.scan(FORGED)
        self.assertEqual((verdict["flagged"], verdict["findings"]), (False, []))
        self.assertEqual(verdict["policy"], {"id": policy, "effect": "trusted_sender"})

    def test_a_trusted_sender_that_must_be_verified_counts_only_when_it_is(self):
        self.allow("ceo@evil.example", is_trusted_sender=True, verify_sender=True)
        self.assertTrue(self.scan(FORGED)["flagged"])
        self.assertFalse(self.scan(FORGED, "mx.example.com; dmarc=pass header.from=evil.example")["flagged"])

    def test_mail_to_an_exempt_recipient_is_not_inspected(self):
        policy = self.allow("abuse@example.com", is_exempt_recipient=True)
        verdict = self.scan(FORGED, envelope_to=["abuse@example.com"])
        self.assertEqual((verdict["flagged"], verdict["policy"]), (False, {"id": policy, "effect": "exempt_recipient"}))
        self.assertTrue(self.scan(FORGED, envelope_to=["abuse@example.com", "jane@example.com"])["flagged"])

    def test_an_acceptable_sender_may_look_like_a_spoof_and_not_like_worse(self):
        self.allow("john.doe@example.com", is_acceptable_sender=True)
        self.allow("ceo@evil.example", is_acceptable_sender=True)
        spoof = self.scan(SPOOFED, FAILED)
        self.assertEqual((spoof["final_disposition"], self.reasons(spoof)), ("NONE", ["authentication_failed"]))
        self.assertEqual(self.scan(FORGED)["final_disposition"], "MALICIOUS-BEC")

    def test_mail_of_a_blocked_sender_is_flagged_whatever_it_shows(self):
        policy = self.block("blocked.example")
        verdict = self.scan("Anybody <x@blocked.example>")
        self.assertEqual((verdict["final_disposition"], self.reasons(verdict)), ("MALICIOUS-BEC", ["blocked_sender"]))
        self.assertEqual(verdict["policy"], {"id": policy, "effect": "blocked_sender"})
        self.assertIsNone(verdict["findings"][0]["entry"])
        self.assertIn("blocked.example", verdict["findings"][0]["detail"])

    def test_a_block_wins_over_trust(self):
        self.allow("ceo@evil.example", is_trusted_sender=True)
        self.block("evil.example")
        self.assertEqual(self.scan(FORGED)["policy"]["effect"], "blocked_sender")

    def test_a_trusted_domain_is_no_lookalike(self):
        run("namesake", "domain", "add", "--store", self.daemon.store, "--account", self.account.id, "example.com")
        lookalike = "Billing <billing@exarnple.com>"
        wait_for(lambda: self.reasons(self.scan(lookalike)) == ["lookalike_domain"], "the domain is known")
        self.create("trusted_domains", pattern="exarnple.com", is_recent=False, is_similarity=True)
        self.assertEqual(self.reasons(self.scan(lookalike)), [])


if __name__ == "__main__":
    unittest.main()
