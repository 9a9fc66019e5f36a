# SPDX-License-Identifier: Apache-2.0
"""The record of what was seen: searching it and deciding about what is held."""

import time
import unittest
from urllib.parse import quote

import postfix
from milter_client import MilterClient
from namesake import Daemon, free_port, message, run, wait_for

FORGED = '"John Doe" <x@evil.example>'


class InvestigateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        run("namesake", "account", "set", "--store", cls.daemon.store, "--account", cls.account.id,
            "action.malicious_bec=keep", "record.messages=all")
        run("namesake", "domain", "add", "--store", cls.daemon.store, "--account", cls.account.id, "one.example")
        cls.daemon.start()
        client = cls.daemon.client(cls.account.write)
        client.request("POST", cls.account.registry,
                       {"name": "John Doe", "email": "john.doe@one.example", "is_email_regex": False})
        client.close()
        cls.port = free_port()
        cls.milter = postfix.Milter(cls.daemon.folder, f"inet:{cls.port}@127.0.0.1", cls.daemon.store)
        cls.addClassCleanup(cls.milter.kill)
        cls.milter.start()

    def setUp(self):
        self.client = self.daemon.client(self.account.write)
        self.addCleanup(self.client.close)
        self.base = self.account.scan.removesuffix("/scan") + "/investigate"

    def deliver(self, author, subject):
        """Hands a mail to the filter as a mail server does."""
        client = MilterClient(self.port)
        self.addCleanup(client.close)
        client.negotiate()
        client.connect()
        queue_id = f"4N{time.monotonic_ns():x}"
        return client.message(author, ("Subject", subject), body=b"Call me.\r\n", queue_id=queue_id)

    def search(self, query=""):
        answer = self.client.request("GET", self.base + query)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def found(self, subject):
        """The records with that subject, once there is one."""
        query = f"?detections_only=false&subject={quote(subject)}"
        wait_for(lambda: self.search(query)["result"], f"{subject} is recorded")
        return self.search(query)["result"]

    def get(self, path, status=200):
        answer = self.client.request("GET", f"{self.base}/{path}")
        self.assertEqual(answer.status, status, answer.body)
        return answer

    def test_a_held_message_is_found_and_explained(self):
        self.deliver(FORGED, "Held one")
        [record] = self.found("held ONE")
        self.assertEqual(record["final_disposition"], "MALICIOUS-BEC")
        self.assertEqual(record["detection_reasons"], ["display_name_exact"])
        self.assertEqual(record["from"], "x@evil.example")
        self.assertEqual(record["from_name"], "John Doe")
        self.assertEqual(record["delivery_status"], ["quarantined"])
        self.assertEqual(record["delivery_mode"], "DIRECT")
        self.assertTrue(record["is_quarantined"])
        self.assertEqual(self.get(quote(record["id"])).result["id"], record["id"])
        self.assertEqual(self.get(record["id"]).result["id"], record["id"])  # as older clients write it
        self.assertEqual(self.get(record["postfix_id"]).status, 200)
        detections = self.get(f"{record['id']}/detections").result
        self.assertEqual(detections["findings"][0]["reason"], "display_name_exact")
        self.assertIn("John Doe", detections["findings"][0]["detail"])
        raw = self.get(f"{record['id']}/raw").result["raw"]
        self.assertTrue(raw.startswith("X-Namesake-Verdict: MALICIOUS-BEC\r\n"), raw)
        self.assertTrue(raw.endswith("\r\n\r\nCall me.\r\n"), raw)
        trace = self.get(f"{record['id']}/trace").result
        self.assertIn("kept", [line["message"] for line in trace["inbound"]["lines"]])
        self.assertEqual(self.get(f"{record['id']}/action_log").result, [])

    def test_messages_without_a_detection_are_shown_on_request(self):
        self.deliver('"John Doe" <john.doe@one.example>', "Honest one")
        [record] = self.found("Honest one")
        self.assertEqual(record["final_disposition"], "NONE")
        self.assertEqual(record["delivery_status"], ["delivered"])
        self.assertEqual(self.search("?subject=honest")["result"], [])
        self.get(f"{record['id']}/raw", status=404)

    def test_a_list_is_paged_by_cursor_and_by_number(self):
        for number in range(5):
            self.deliver(FORGED, f"Paged {number}")
        wait_for(lambda: len(self.search("?subject=paged")["result"]) == 5, "all five are recorded")
        first = self.search("?subject=paged&per_page=2")
        second = self.search(f"?subject=paged&per_page=2&cursor={quote(first['result_info']['next'])}")
        subjects = [record["subject"] for record in first["result"] + second["result"]]
        self.assertEqual(subjects, ["Paged 4", "Paged 3", "Paged 2", "Paged 1"])
        # Pages behind a cursor count from there.
        beyond = [self.search(f"?subject=paged&per_page=2&page={page}&cursor={quote(first['result_info']['next'])}")
                  for page in (1, 2, 3)]
        self.assertEqual([[record["subject"] for record in page["result"]] for page in beyond],
                         [["Paged 2", "Paged 1"], ["Paged 0"], []])
        pages = [self.search(f"?subject=paged&per_page=2&page={page}") for page in (1, 2, 3, 4)]
        self.assertEqual([len(page["result"]) for page in pages], [2, 2, 1, 0])
        self.assertEqual(pages[0]["result_info"]["total_count"], 5)
        self.assertIsNone(pages[2]["result_info"]["next"])

    def test_bad_parameters_are_all_told(self):
        answer = self.client.request("GET", self.base + "?start=yesterday&per_page=0&final_disposition=EVIL&cursor=x")
        self.assertEqual(answer.status, 400)
        pointers = [error["source"]["pointer"] for error in answer.json["errors"]]
        self.assertEqual(sorted(pointers),
                         ["/query/cursor", "/query/final_disposition", "/query/per_page", "/query/start"])
        future = self.client.request("GET", self.base + "?start=2999-01-01T00:00:00Z")
        self.assertEqual(future.status, 400)

    def test_filters_that_nothing_can_meet_find_nothing(self):
        self.deliver(FORGED, "Filtered")
        [record] = self.found("Filtered")
        for query in ("final_disposition=SPAM", "delivery_status=bounced", "message_action=MOVED", "alert_id=1",
                      "sender=nobody.example", "smtp_helo_ip=203.0.113.9", "query=no such words",
                      "reason=lookalike_domain", "entry_id=0190d2c8-0000-7000-8000-000000000001"):
            self.assertEqual(self.search("?" + query.replace(" ", "%20"))["result"], [], query)
        for query in ("final_disposition=MALICIOUS", "delivery_status=quarantined", "sender=evil.example",
                      "query=doe%20filtered", "domain=evil.example", "reason=display_name_exact",
                      f"entry_id={record['findings'][0]['entry']['id']}"):
            self.assertTrue(self.search("?" + query)["result"], query)

    def test_a_release_that_no_server_takes_changes_nothing(self):
        self.deliver(FORGED, "Stays held")
        [record] = self.found("Stays held")
        answer = self.client.request("POST", self.base + "/release", [record["id"]])
        self.assertEqual(answer.status, 200, answer.body)
        [result] = answer.result
        self.assertEqual((result["id"], result["delivered"]), (record["id"], []))
        self.assertEqual(result["undelivered"], record["client_recipients"])
        self.assertIn("release.smtp", result["status"])
        self.assertTrue(self.get(record["id"]).result["is_quarantined"])

    def test_unknown_ids_fail_by_themselves(self):
        answer = self.client.request("POST", self.base + "/release", {"ids": ["4Nj-unknown"]})
        self.assertEqual(answer.result[0]["failed"], ["4Nj-unknown"])
        self.get("4Nj-unknown", status=404)
        [moved] = self.client.request("POST", self.base + "/4Nj-unknown/move", {"destination": "Inbox"}).result
        self.assertFalse(moved["success"])
        self.assertEqual(
            self.client.request("POST", self.base + "/4Nj-unknown/reclassify", {"expected_disposition": "NONE"}).status, 404)

    def test_a_held_message_can_be_thrown_away_once(self):
        self.deliver(FORGED, "Thrown away")
        [record] = self.found("Thrown away")
        path = f"{self.base}/{record['id']}/move"
        [moved] = self.client.request("POST", path, {"destination": "DeletedItems"}).result
        self.assertTrue(moved["success"])
        [again] = self.client.request("POST", path, {"destination": "Inbox"}).result
        self.assertFalse(again["success"])
        self.assertIn("dropped", again["status"])
        [entry] = self.get(f"{record['id']}/action_log").result
        self.assertEqual((entry["operation"], entry["success"]), ("MOVE", True))
        self.assertEqual(entry["properties"]["folder"], "DeletedItems")
        self.assertTrue(entry["properties"]["requested_by"])
        self.assertFalse(self.get(record["id"]).result["is_quarantined"])

    def test_what_a_filter_cannot_do_is_said(self):
        self.deliver('"John Doe" <john.doe@one.example>', "Delivered")
        [record] = self.found("Delivered")
        [moved] = self.client.request("POST", f"{self.base}/move", {"destination": "JunkEmail", "postfix_ids": [record["id"]]}).result
        self.assertFalse(moved["success"])
        for body in ({"destination": "Nowhere", "ids": ["x"]}, {"destination": "Inbox", "ids": []}, {"destination": "Inbox"}):
            self.assertEqual(self.client.request("POST", f"{self.base}/move", body).status, 400, body)

    def test_a_reclassification_offers_what_would_have_avoided_the_flag(self):
        self.deliver(FORGED.replace("x@evil.example", "john@private.example"), "It was him")
        [record] = self.found("It was him")
        answer = self.client.request("POST", f"{self.base}/{record['id']}/reclassify", {"expected_disposition": "NONE"})
        self.assertEqual(answer.status, 202, answer.body)
        address, policy = answer.result["offers"]
        self.assertEqual(address["body"]["email"], "john.doe@one.example, john@private.example")
        self.assertEqual(policy["body"]["pattern"], "john@private.example")
        # They work as they are.
        for offer in (address, policy):
            done = self.client.request(offer["method"], "/client/v4" + offer["path"], offer["body"])
            self.assertIn(done.status, (200, 201), done.body)
        again = message(FORGED.replace("x@evil.example", "john@private.example"))
        scanned = self.client.request("POST", self.account.scan, again, {"Content-Type": "message/rfc822"})
        self.assertFalse(scanned.result["flagged"], scanned.body)

    def test_a_scan_is_recorded_on_request(self):
        headers = {"Content-Type": "message/rfc822"}
        for query in ("", "?record=true"):
            answer = self.client.request("POST", self.account.scan + query,
                                         message('"John Doe" <scan@evil.example>', subject="Scanned"), headers)
            self.assertEqual(answer.status, 200, answer.body)
        [record] = self.found("Scanned")
        self.assertEqual(record["delivery_mode"], "API")
        self.assertEqual(record["delivery_status"], [])
        wait_for(lambda: b"\nnamesake_records_written_total 1\n" in self.client.request("GET", "/metrics").body,
                 "the written record is counted")

    def totals(self, query=""):
        answer = self.get("totals" + query)
        return answer.result

    def test_totals_tell_who_is_impersonated_how_and_from_where(self):
        for number in range(3):
            self.deliver(FORGED, f"Summed up {number}")
        wait_for(lambda: len(self.search("?subject=summed")["result"]) == 3, "all three are recorded")
        totals = self.totals("?subject=summed")
        self.assertEqual((totals["total"], totals["flagged"], totals["complete"]), (3, 3, True))
        [person] = totals["identities"]
        self.assertEqual((person["name"], person["count"]), ("John Doe", 3))
        self.assertEqual(totals["reasons"], [{"reason": "display_name_exact", "count": 3}])
        self.assertEqual(totals["sender_domains"], [{"domain": "evil.example", "count": 3}])
        self.assertEqual(totals["interval"], "day")
        self.assertEqual(len(totals["timeline"]), 31)  # of the 30 days, which begin within one
        self.assertEqual(sum(day["total"] for day in totals["timeline"]), 3)
        self.assertEqual(self.totals("?subject=summed&sender=other.example")["total"], 0)
        self.assertEqual(self.totals("?final_disposition=SPAM")["timeline"][0]["total"], 0)

    def test_totals_count_more_than_a_page_of_messages(self):
        headers = {"Content-Type": "message/rfc822"}
        text = message('"John Doe" <many@evil.example>', subject="Plenty")
        for _ in range(1100):
            self.assertEqual(self.client.request("POST", self.account.scan + "?record=true", text, headers).status, 200)
        wait_for(lambda: self.totals("?sender=many@evil.example")["total"] == 1100, "all are recorded")
        totals = self.totals("?sender=many@evil.example&top=1")
        self.assertEqual((totals["flagged"], totals["complete"]), (1100, True))
        self.assertEqual(totals["sender_domains"], [{"domain": "evil.example", "count": 1100}])

    def test_totals_refuse_what_they_cannot_do(self):
        answer = self.get("totals?top=51&start=2020-01-01T00:00:00Z&final_disposition=BAD", status=400)
        self.assertEqual({error["source"]["pointer"] for error in answer.json["errors"]},
                         {"/query/top", "/query/start", "/query/final_disposition"})

    def test_readers_may_look_and_not_touch(self):
        reader = self.daemon.client(self.account.read)
        self.addCleanup(reader.close)
        self.assertEqual(reader.request("GET", self.base).status, 200)
        self.assertEqual(reader.request("POST", self.base + "/release", ["x"]).status, 403)

    def test_accounts_see_their_own_only(self):
        self.deliver(FORGED, "Secret")
        [record] = self.found("Secret")
        other = self.daemon.account()
        stranger = self.daemon.client(other.write)
        self.addCleanup(stranger.close)
        wait_for(lambda: stranger.request("GET", other.registry).status == 200, "the daemon knows it")
        base = other.scan.removesuffix("/scan") + "/investigate"
        self.assertEqual(stranger.request("GET", base).result, [])
        self.assertEqual(stranger.request("GET", f"{base}/{record['id']}").status, 404)


if __name__ == "__main__":
    unittest.main()
