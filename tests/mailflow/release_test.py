# SPDX-License-Identifier: Apache-2.0
"""A forged mail is held, found by the API, released, and delivered once."""

import concurrent.futures
import unittest

import flow
import postfix
from flow import FORGED
from namesake import Daemon, free_port, run, wait_for


@flow.can_run()
class ReleaseTest(flow.FlowTest):
    @classmethod
    def set_up(cls):
        run("namesake", "account", "set", "--store", cls.store.uri, "--account", cls.store.one, "action.malicious_bec=keep")
        cls.milter, cls.port = cls.filtered()
        cls.milter.start()
        # Where released mail comes in again: nobody asks the filter.
        cls.released_port = free_port()
        cls.postfix.listen(cls.released_port)
        cls.daemon = Daemon(folder=cls.store.folder, config=f"[release]\nsmtp = '127.0.0.1:{cls.released_port}'\n")
        cls.addClassCleanup(cls.daemon.stop)
        cls.daemon.start()
        secret = run("namesake", "token", "create", "--store", cls.store.uri, "--account", cls.store.one,
                     "--permission", "write", "--name", "Analyst").stdout.strip()
        cls.client_token = secret

    def setUp(self):
        self.client = self.daemon.client(self.client_token)
        self.addCleanup(self.client.close)
        self.base = f"/client/v4/accounts/{self.store.one}/email-security/investigate"

    def hold(self):
        """Sends a forged mail; gives its Message-ID and its record."""
        message_id, octets = postfix.letter(FORGED)
        with postfix.Sender(self.port) as sender:
            sender.send(octets)
        def records():
            return self.client.request("GET", f"{self.base}?message_id={message_id.replace('<', '%3C').replace('>', '%3E')}").result
        wait_for(records, "the record is there")
        [record] = records()
        self.assertTrue(record["is_quarantined"])
        self.assertEqual(self.postfix.delivered(message_id), [])
        return message_id, record

    def release(self, record_id, client=None):
        answer = (client or self.client).request("POST", self.base + "/release", [record_id])
        self.assertEqual(answer.status, 200, answer.body)
        return answer.result[0]

    def test_held_found_released_delivered_with_the_record_of_who_did_it(self):
        message_id, record = self.hold()
        result = self.release(record["id"])
        self.assertEqual(result["delivered"], ["jane@one.example"])
        [mail] = self.postfix.wait_for_mail(message_id)
        self.assert_flagged(mail)  # it says why it was held
        self.assertEqual(mail.get_payload(), "Call me.\n")
        log = self.client.request("GET", f"{self.base}/{record['id']}/action_log").result
        self.assertEqual([(entry["operation"], entry["success"]) for entry in log],
                         [("QUARANTINE_RELEASE", False), ("QUARANTINE_RELEASE", True)])  # begun, done
        self.assertIn("Analyst", log[-1]["properties"]["requested_by"])
        self.assertTrue(log[-1]["status"].startswith("250"), log[-1])
        after = self.client.request("GET", f"{self.base}/{record['id']}").result
        self.assertFalse(after["is_quarantined"])
        self.assertEqual(after["delivery_status"], ["delivered"])
        released = self.client.request("GET", self.base + "?message_action=QUARANTINE_RELEASED").result
        self.assertIn(record["id"], [each["id"] for each in released])

    def test_of_many_who_release_at_once_one_does(self):
        message_id, record = self.hold()
        clients = [self.daemon.client(self.client_token) for _ in range(8)]
        for client in clients:
            self.addCleanup(client.close)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda client: self.release(record["id"], client), clients))
        self.assertEqual(sum(bool(result["delivered"]) for result in results), 1, results)
        self.postfix.wait_for_mail(message_id)
        wait_for(lambda: not self.postfix.queue(), "the queue is empty")
        self.assertEqual(len(self.postfix.delivered(message_id)), 1)
        self.assertEqual(self.release(record["id"])["delivered"], [])

    def test_what_the_server_refuses_stays_held(self):
        _, record = self.hold()
        self.postfix.command("postfix", "stop")
        try:
            result = self.release(record["id"])
            self.assertEqual(result["undelivered"], ["jane@one.example"])
            self.assertTrue(self.client.request("GET", f"{self.base}/{record['id']}").result["is_quarantined"])
        finally:
            self.postfix.start()
        self.assertEqual(self.release(record["id"])["delivered"], ["jane@one.example"])


if __name__ == "__main__":
    unittest.main()
