# SPDX-License-Identifier: Apache-2.0
"""The three lists of an administrator: allow policies, trusted domains, blocked senders."""

import re
import unittest
from urllib.parse import quote

from namesake import Daemon, entry, wait_for

SETTINGS = "/client/v4/accounts/{account}/email-security/settings/"
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
UNKNOWN_ID = "01a20c84-ffc2-76b8-88e5-856682a579ae"

ALLOW = {"pattern": "news@partner.example", "is_regex": False, "pattern_type": "EMAIL", "is_exempt_recipient": False,
         "is_trusted_sender": True, "is_acceptable_sender": False, "verify_sender": True}
TRUST = {"pattern": "examp1e.example", "is_regex": False, "is_recent": False, "is_similarity": True}
BLOCK = {"pattern": "evil.example", "is_regex": False, "pattern_type": "DOMAIN"}
BODIES = {"allow_policies": ALLOW, "trusted_domains": TRUST, "block_senders": BLOCK}
TITLES = {"allow_policies": "Allow policy", "trusted_domains": "Trusted domain", "block_senders": "Blocked sender"}
COMMON = {"id", "pattern", "is_regex", "comments", "created_at", "modified_at", "last_modified"}
FIELDS = {
    "allow_policies": COMMON | {"pattern_type", "is_exempt_recipient", "is_trusted_sender", "is_acceptable_sender",
                                "verify_sender", "is_recipient", "is_sender", "is_spoof"},
    "trusted_domains": COMMON | {"is_recent", "is_similarity"},
    "block_senders": COMMON | {"pattern_type"},
}
OLD_NAMES = {"is_recipient": "is_exempt_recipient", "is_sender": "is_trusted_sender", "is_spoof": "is_acceptable_sender"}


def attempt(number):
    return {"X-Stainless-Retry-Count": str(number)}


class PolicyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.daemon.start()

    def setUp(self):
        self.client = self.daemon.client(self.account.write)
        self.addCleanup(self.client.close)

    def path(self, resource, item=""):
        return SETTINGS.format(account=self.account.id) + resource + (f"/{item}" if item else "")

    def create(self, resource, **changes):
        answer = self.client.request("POST", self.path(resource), BODIES[resource] | changes)
        self.assertEqual(answer.status, 201, answer.body)
        return answer.result

    def get(self, resource, item):
        return self.client.request("GET", self.path(resource, item))

    def list(self, resource, query=""):
        answer = self.client.request("GET", self.path(resource) + query)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def patterns(self, resource, query):
        return [policy["pattern"] for policy in self.list(resource, query)["result"]]

    def refused(self, method, path, body, pointers, status=400):
        answer = self.client.request(method, path, body)
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual([error["source"]["pointer"] for error in answer.json["errors"]], pointers, answer.body)
        return answer.json["errors"]

    def batch(self, resource, **lists):
        body = {"deletes": [], "patches": [], "puts": [], "posts": []} | lists
        return self.client.request("POST", self.path(resource, "batch"), body)



class Resource(PolicyTest):
    def test_create_and_get(self):
        for resource in BODIES:
            made = self.create(resource)
            self.assertEqual(set(made), FIELDS[resource])
            self.assertEqual(made | BODIES[resource], made)
            self.assertIsNone(made["comments"])
            self.assertRegex(made["id"], r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
            for field in ("created_at", "modified_at", "last_modified"):
                self.assertRegex(made[field], TIME)
                self.assertEqual(made[field], made["created_at"])
            got = self.get(resource, made["id"])
            self.assertEqual((got.status, got.result), (200, made))
            self.assertIn("Sunset", got.headers)

    def test_patch_changes_what_it_names(self):
        for resource in BODIES:
            made = self.create(resource, comments="old")
            edited = self.client.request("PATCH", self.path(resource, made["id"]), {"pattern": ".*x", "is_regex": True})
            self.assertEqual(edited.status, 200, edited.body)
            changed = {"pattern": ".*x", "is_regex": True}
            later = {name: edited.result[name] for name in ("modified_at", "last_modified")}
            self.assertEqual(edited.result, made | changed | later)
            self.assertGreater(edited.result["modified_at"], made["modified_at"])
            self.assertEqual(self.get(resource, made["id"]).result, edited.result)

    def test_put_replaces_everything(self):
        for resource in BODIES:
            made = self.create(resource, comments="old")
            body = BODIES[resource] | {"pattern": "other@b.example" if resource == "allow_policies" else "other.example"}
            put = self.client.request("PUT", self.path(resource, made["id"]), body)
            self.assertEqual(put.status, 200, put.body)
            self.assertEqual(put.result | body, put.result)
            self.assertIsNone(put.result["comments"])
            self.assertEqual((put.result["id"], put.result["created_at"]), (made["id"], made["created_at"]))
            self.assertEqual(self.get(resource, made["id"]).result, put.result)
            self.refused("PUT", self.path(resource, made["id"]), {"pattern": "x.example", "is_regex": False},
                         ["/" + name for name in BODIES[resource] if name not in ("pattern", "is_regex")])

    def test_delete(self):
        for resource in BODIES:
            made = self.create(resource)
            gone = self.client.request("DELETE", self.path(resource, made["id"]))
            self.assertEqual((gone.status, gone.result), (200, {"id": made["id"]}))
            self.assertEqual(self.get(resource, made["id"]).status, 404)

    def test_an_unknown_id_is_not_found(self):
        for resource in BODIES:
            elsewhere = self.create("block_senders" if resource != "block_senders" else "allow_policies")["id"]
            for item in (UNKNOWN_ID, "2403", "x", elsewhere):
                for method, body in (("GET", None), ("DELETE", None), ("PATCH", {"comments": "x"}), ("PUT", BODIES[resource])):
                    answer = self.client.request(method, self.path(resource, item), body)
                    self.assertEqual((answer.status, answer.codes), (404, [10404]), f"{method} {item}")
                    self.assertEqual(answer.json["errors"][0]["message"], f"{TITLES[resource]} not found")

    def test_two_equal_policies_may_exist(self):
        for resource in BODIES:
            self.assertNotEqual(self.create(resource)["id"], self.create(resource)["id"])

    def test_reading_needs_a_read_token_and_changing_a_write_token(self):
        reader = self.daemon.client(self.account.read)
        self.addCleanup(reader.close)
        for resource in BODIES:
            made = self.create(resource)
            self.assertEqual(reader.request("GET", self.path(resource)).status, 200)
            self.assertEqual(reader.request("GET", self.path(resource, made["id"])).status, 200)
            for method, item in (("POST", ""), ("PATCH", made["id"]), ("PUT", made["id"]), ("DELETE", made["id"]), ("POST", "batch")):
                self.assertEqual(reader.request(method, self.path(resource, item), {}).status, 403, f"{method} {item}")

    def test_answers_without_the_base_path_too(self):
        for resource in BODIES:
            self.assertEqual(self.client.request("GET", self.path(resource).removeprefix("/client/v4")).status, 200)

    def test_other_methods_are_told_the_right_ones(self):
        answer = self.client.request("DELETE", self.path("allow_policies"))
        self.assertEqual((answer.status, answer.codes), (405, [7001]))
        self.assertEqual({each.strip() for each in answer.headers["Allow"].split(",")} - {"HEAD", "OPTIONS"}, {"GET", "POST"})


class Fields(PolicyTest):
    def test_every_problem_is_told_at_once(self):
        for resource in BODIES:
            path = self.path(resource)
            self.refused("POST", path, {}, ["/" + name for name in BODIES[resource]])
            self.refused("POST", path, {name: None for name in BODIES[resource]}, ["/" + name for name in BODIES[resource]])
            self.refused("POST", path, {name: 5 for name in BODIES[resource]} | {"comments": 5},
                         ["/" + name for name in BODIES[resource]] + ["/comments"])
            self.refused("POST", path, [] if resource != "trusted_domains" else 5, [""])
            made = self.create(resource)
            self.refused("PATCH", self.path(resource, made["id"]), {}, [""])

    def test_lengths(self):
        for resource in BODIES:
            path = self.path(resource)
            self.refused("POST", path, BODIES[resource] | {"pattern": ""}, ["/pattern"])
            self.refused("POST", path, BODIES[resource] | {"pattern": "a" * 1025, "is_regex": True}, ["/pattern"])
            self.refused("POST", path, BODIES[resource] | {"comments": "a" * 1025}, ["/comments"])
            long = {"pattern": "é" * 1024, "is_regex": True, "comments": "🙂" * 1024}
            made = self.create(resource, **long)
            self.assertEqual(self.get(resource, made["id"]).result | long, made)

    def test_patterns_that_are_accepted(self):
        for kind, patterns in {"EMAIL": ["a@b.example", "A@B.Example", "用户@例え.jp", '"a b"@c.example'],
                               "DOMAIN": ["b.example", "B.Example", "bücher.example", "xn--bcher-kva.example", "zip"],
                               "IP": ["1.2.3.4", "1.2.3.0/24", "2606:4700:4700::1111", "2606:4700:4700::/48", "203.0.113.7/32",
                                      "100.64.0.1", "::ffff:1.2.3.4"]}.items():
            for pattern in patterns:
                for resource in ("allow_policies", "block_senders"):
                    made = self.create(resource, pattern_type=kind, pattern=pattern)
                    self.assertEqual((made["pattern"], made["pattern_type"]), (pattern, kind))

    def test_patterns_that_are_refused(self):
        wrong = {"EMAIL": ["b.example", "a@@b.example", "a@b.example, c@d.example", "A <a@b.example>"],
                 "DOMAIN": ["a@b.example", "*.b.example", "b example", "1.2.3.4", "-b.example", "https://b.example"],
                 "IP": ["b.example", "1.2.3", "1.2.3.4/33", "1.2.3.256", "2606::/129",
                        "10.0.0.1", "10.1.0.0/16", "172.16.5.4", "192.168.0.0/24", "fd00::1", "127.0.0.1", "::1", "169.254.1.1",
                        "fe80::1", "0.0.0.0", "::", "255.255.255.255", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "0.0.0.0/0"]}
        for kind, patterns in wrong.items():
            for pattern in patterns:
                with self.subTest(f"{kind} {pattern}"):
                    for resource in ("allow_policies", "block_senders"):
                        body = BODIES[resource] | {"pattern_type": kind, "pattern": pattern}
                        errors = self.refused("POST", self.path(resource), body, ["/pattern"])
                        self.assertEqual(errors[0]["code"], 10400)
        for pattern in wrong["DOMAIN"]:
            self.refused("POST", self.path("trusted_domains"), TRUST | {"pattern": pattern}, ["/pattern"])
        for resource in BODIES:
            self.refused("POST", self.path(resource), BODIES[resource] | {"pattern": "(", "is_regex": True}, ["/pattern"])

    def test_unknown_is_a_type_that_cannot_be_written(self):
        for resource in ("allow_policies", "block_senders"):
            for kind in ("UNKNOWN", "email", ""):
                self.refused("POST", self.path(resource), BODIES[resource] | {"pattern_type": kind}, ["/pattern_type"])

    def test_a_change_of_one_field_is_judged_with_the_others(self):
        made = self.create("block_senders", pattern="evil.example", pattern_type="DOMAIN")
        path = self.path("block_senders", made["id"])
        self.refused("PATCH", path, {"pattern_type": "EMAIL"}, ["/pattern"])
        self.refused("PATCH", path, {"pattern": "a@evil.example"}, ["/pattern"])
        both = {"pattern_type": "EMAIL", "pattern": "a@evil.example"}
        self.assertEqual(self.client.request("PATCH", path, both).status, 200)
        self.assertEqual(self.client.request("PATCH", path, {"comments": None}).status, 200)
        self.refused("PATCH", path, {"is_regex": None}, ["/is_regex"])

    def test_old_names_mean_the_new_ones(self):
        path = self.path("allow_policies")
        for old, new in OLD_NAMES.items():
            with self.subTest(old):
                body = {name: value for name, value in ALLOW.items() if name != new}
                self.refused("POST", path, body, [f"/{new}"])
                for value in (True, False):
                    made = self.client.request("POST", path, body | {old: value}).result
                    self.assertEqual((made[new], made[old]), (value, value))
                    # Of both the new one counts.
                    made = self.client.request("POST", path, ALLOW | {old: not value, new: value}).result
                    self.assertEqual((made[new], made[old]), (value, value))
                    edited = self.client.request("PATCH", f"{path}/{made['id']}", {old: not value}).result
                    self.assertEqual((edited[new], edited[old]), (not value, not value))
                self.refused("POST", path, body | {old: 1}, [f"/{old}"])

    def test_what_a_client_cannot_set_is_ignored(self):
        for resource in BODIES:
            made = self.create(resource, id=UNKNOWN_ID, created_at="2000-01-01T00:00:00Z", unknown={"a": [1]})
            self.assertNotEqual(made["id"], UNKNOWN_ID)
            self.assertEqual(set(made), FIELDS[resource])

    def test_trusted_domains_may_come_as_a_list(self):
        path = self.path("trusted_domains")
        answer = self.client.request("POST", path, [TRUST, TRUST | {"pattern": "b.example"}])
        self.assertEqual(answer.status, 201)
        self.assertEqual([each["pattern"] for each in answer.result], ["examp1e.example", "b.example"])
        for made in answer.result:
            self.assertEqual(self.get("trusted_domains", made["id"]).result, made)
        before = self.list("trusted_domains")["result_info"]["total_count"]
        self.refused("POST", path, [TRUST, TRUST | {"pattern": "-"}, 5], ["/1/pattern", "/2"])
        self.refused("POST", path, [], [""])
        self.refused("POST", self.path("block_senders"), [BLOCK], [""])
        self.assertEqual(self.list("trusted_domains")["result_info"]["total_count"], before)


class List(PolicyTest):
    def setUp(self):
        super().setUp()
        self.account = self.daemon.account()  # one that is empty
        self.client.headers = {"Authorization": f"Bearer {self.account.write}"}
        self.await_token()

    def await_token(self):
        """Another process has made the token: the daemon hears of it within a second."""
        wait_for(lambda: self.client.request("GET", "/user/tokens/verify").status == 200, "the token is known")

    def test_pages_and_orders(self):
        for resource in BODIES:
            for name in ("c", "a", "b"):
                self.create(resource, pattern=name, is_regex=True)
            self.assertEqual(self.patterns(resource, ""), ["c", "a", "b"])
            self.assertEqual(self.patterns(resource, "?direction=desc"), ["b", "a", "c"])
            self.assertEqual(self.patterns(resource, "?order=pattern"), ["a", "b", "c"])
            page = self.list(resource, "?order=pattern&direction=desc&per_page=2&page=2")
            self.assertEqual([each["pattern"] for each in page["result"]], ["a"])
            self.assertEqual(page["result_info"], {"page": 2, "per_page": 2, "count": 1, "total_count": 3, "total_pages": 2})
            self.assertEqual(self.list(resource, "?page=99")["result"], [])
            self.refused("GET", self.path(resource, "") + "?page=0&per_page=1001&order=name&direction=up", None,
                         ["/query/page", "/query/per_page", "/query/order", "/query/direction"])

    def test_searches_pattern_and_comments(self):
        for resource in BODIES:
            self.create(resource, pattern="First", is_regex=True, comments="Über uns")
            self.create(resource, pattern="second", is_regex=True)
            for search, found in (("first", ["First"]), ("ÜBER", ["First"]), ("s", ["First", "second"]), ("third", [])):
                self.assertEqual(self.patterns(resource, f"?search={quote(search)}"), found)
            self.assertEqual(self.patterns(resource, "?pattern=First"), ["First"])
            self.assertEqual(self.patterns(resource, "?pattern=first"), [])

    def test_filters(self):
        flags = ("is_exempt_recipient", "is_trusted_sender", "is_acceptable_sender", "verify_sender")
        for flag in flags:
            self.create("allow_policies", **({name: name == flag for name in flags} | {"pattern": flag, "is_regex": True}))
        for flag in flags:
            self.assertEqual(self.patterns("allow_policies", f"?{flag}=true"), [flag])
            self.assertEqual(self.patterns("allow_policies", f"?{flag}=false"), [name for name in flags if name != flag])
        for old, new in OLD_NAMES.items():
            self.assertEqual(self.patterns("allow_policies", f"?{old}=true"), [new])
            self.assertEqual(self.patterns("allow_policies", f"?{old}=false&{new}=true"), [new])
        self.assertEqual(self.patterns("allow_policies", "?is_trusted_sender=true&verify_sender=true"), [])
        self.refused("GET", self.path("allow_policies") + "?verify_sender=1", None, ["/query/verify_sender"])

        self.create("trusted_domains", pattern="recent.example", is_recent=True, is_similarity=False)
        self.create("trusted_domains", pattern="similar.example", is_recent=False, is_similarity=True)
        self.assertEqual(self.patterns("trusted_domains", "?is_recent=true"), ["recent.example"])
        self.assertEqual(self.patterns("trusted_domains", "?is_similarity=true&is_recent=false"), ["similar.example"])

        for kind, pattern in (("IP", "1.2.3.4"), ("DOMAIN", "a.example"), ("EMAIL", "a@b.example")):
            self.create("block_senders", pattern_type=kind, pattern=pattern)
            self.assertEqual(self.patterns("block_senders", f"?pattern_type={kind}"), [pattern])
        self.assertEqual(self.patterns("block_senders", "?pattern_type=UNKNOWN"), [])
        self.refused("GET", self.path("block_senders") + "?pattern_type=URL", None, ["/query/pattern_type"])


class Batch(PolicyTest):
    def test_does_all_four_in_order(self):
        for resource in BODIES:
            first, second, third = (self.create(resource) for _ in range(3))
            new = BODIES[resource] | {"pattern": ".*new", "is_regex": True}
            answer = self.batch(resource, deletes=[{"id": first["id"]}], patches=[{"id": second["id"], "comments": "patched"}],
                                puts=[{"id": third["id"], **new}], posts=[new, BODIES[resource]])
            self.assertEqual(answer.status, 200, answer.body)
            result = answer.result
            self.assertEqual(list(result), ["deletes", "patches", "puts", "posts"])
            self.assertEqual(result["deletes"], [{"id": first["id"]}])
            self.assertEqual(result["patches"][0] | {"comments": None}, second | {
                name: result["patches"][0][name] for name in ("modified_at", "last_modified")})
            self.assertEqual(result["puts"][0] | new, result["puts"][0])
            self.assertEqual([each["pattern"] for each in result["posts"]], [".*new", BODIES[resource]["pattern"]])
            self.assertEqual(self.get(resource, first["id"]).status, 404)
            for each in result["patches"] + result["puts"] + result["posts"]:
                self.assertEqual(self.get(resource, each["id"]).result, each)
            order = [each["id"] for each in self.list(resource, "?per_page=1000")["result"]]
            self.assertEqual(order[-2:], [each["id"] for each in result["posts"]])

    def test_each_step_sees_those_before_it(self):
        made = self.create("block_senders")
        answer = self.batch("block_senders", patches=[{"id": made["id"], "comments": "a"}, {"id": made["id"], "is_regex": True}],
                            puts=[{"id": made["id"], **BLOCK, "comments": "b"}])
        self.assertEqual(answer.status, 200, answer.body)
        patched = answer.result["patches"]
        self.assertEqual([(each["comments"], each["is_regex"]) for each in patched], [("a", False), ("a", True)])
        self.assertEqual(self.get("block_senders", made["id"]).result, answer.result["puts"][0])
        gone = self.batch("block_senders", deletes=[{"id": made["id"]}], patches=[{"id": made["id"], "comments": "c"}])
        self.assertEqual((gone.status, gone.json["errors"][0]["source"]["pointer"]), (404, "/patches/0/id"))
        self.assertEqual(self.get("block_senders", made["id"]).status, 200)

    def test_does_all_or_nothing(self):
        for resource in BODIES:
            made = self.create(resource)
            before = self.list(resource, "?per_page=1000")
            answer = self.batch(resource, deletes=[{"id": made["id"]}, {"id": UNKNOWN_ID}], puts=[{"id": "x", **BODIES[resource]}],
                                posts=[BODIES[resource]])
            self.assertEqual((answer.status, answer.codes), (404, [10404, 10404]))
            self.assertEqual([each["source"]["pointer"] for each in answer.json["errors"]], ["/deletes/1/id", "/puts/0/id"])
            twice = self.batch(resource, deletes=[{"id": made["id"]}, {"id": made["id"]}])
            self.assertEqual([each["source"]["pointer"] for each in twice.json["errors"]], ["/deletes/1/id"])
            self.assertEqual(self.list(resource, "?per_page=1000"), before)

    def test_tells_every_problem(self):
        path = self.path("block_senders", "batch")
        self.refused("POST", path, {}, ["/deletes", "/patches", "/puts", "/posts"])
        body = {"deletes": [5, {}], "patches": [{"id": 5}, {"id": UNKNOWN_ID, "pattern": ""}],
                "puts": {}, "posts": [BLOCK, BLOCK | {"pattern": "a@b"}, {}]}
        self.refused("POST", path, body, ["/deletes/0", "/deletes/1/id", "/patches/0/id", "/patches/1/pattern", "/puts",
                                          "/posts/1/pattern", "/posts/2/pattern", "/posts/2/is_regex", "/posts/2/pattern_type"])
        self.refused("POST", path, {"deletes": [], "patches": [], "puts": [], "posts": [BLOCK] * 1001}, ["/posts"])

    def test_an_empty_batch_does_nothing(self):
        self.assertEqual(self.batch("allow_policies").result, {"deletes": [], "patches": [], "puts": [], "posts": []})

    def test_takes_a_thousand_of_each(self):
        ids = []
        for _ in range(3):
            made = self.batch("block_senders", posts=[BLOCK | {"comments": "c" * 500}] * 1000)
            self.assertEqual(made.status, 200, made.body[:300])
            ids.append([{"id": each["id"]} for each in made.result["posts"]])
        answer = self.batch("block_senders", deletes=ids[0], patches=[each | {"comments": "p" * 500} for each in ids[1]],
                            puts=[each | BLOCK for each in ids[2]], posts=[BLOCK] * 1000)
        self.assertEqual(answer.status, 200, answer.body[:300])
        self.assertEqual([len(each) for each in answer.result.values()], [1000] * 4)

    def test_regular_expressions_are_limited(self):
        account = self.daemon.account()
        self.client.headers = {"Authorization": f"Bearer {account.write}"}
        wait_for(lambda: self.client.request("GET", "/user/tokens/verify").status == 200, "the token is known")
        path = SETTINGS.format(account=account.id) + "block_senders"
        regex = BLOCK | {"is_regex": True}
        lists = {"deletes": [], "patches": [], "puts": [], "posts": [regex] * 1000}
        self.assertEqual(self.client.request("POST", f"{path}/batch", lists).status, 200)
        answer = self.client.request("POST", path, regex)
        self.assertEqual((answer.status, answer.codes), (400, [10400]))
        self.assertIn("1,000", answer.json["errors"][0]["message"])
        self.assertEqual(self.client.request("POST", path, BLOCK).status, 201)


class Replay(PolicyTest):
    def count(self, resource):
        return self.list(resource)["result_info"]["total_count"]

    def test_a_retried_create_gets_its_first_answer(self):
        for resource in BODIES:
            first = self.client.request("POST", self.path(resource), BODIES[resource], attempt(0))
            before = self.count(resource)
            again = self.client.request("POST", self.path(resource), BODIES[resource], attempt(1))
            self.assertEqual((again.status, again.result), (201, first.result))
            self.assertEqual(self.count(resource), before)

    def test_a_retried_delete_gets_its_first_answer(self):
        for resource in BODIES:
            made = self.create(resource)
            path = self.path(resource, made["id"])
            self.assertEqual(self.client.request("DELETE", path, None, attempt(0)).status, 200)
            again = self.client.request("DELETE", path, None, attempt(1))
            self.assertEqual((again.status, again.result), (200, {"id": made["id"]}))
            self.assertEqual(self.client.request("DELETE", path, None, attempt(0)).status, 404)

    def test_a_retried_batch_gets_its_first_answer(self):
        made = self.create("allow_policies")
        kept = self.create("allow_policies")
        body = {"deletes": [{"id": made["id"]}], "patches": [{"id": kept["id"], "comments": "x"}], "puts": [], "posts": [ALLOW]}
        path = self.path("allow_policies", "batch")
        first = self.client.request("POST", path, body, attempt(0))
        self.assertEqual(first.status, 200, first.body)
        before = self.count("allow_policies")
        again = self.client.request("POST", path, body, attempt(1))
        self.assertEqual((again.status, again.result), (200, first.result))
        self.assertEqual(self.count("allow_policies"), before)

    def test_an_idempotency_key_is_honoured(self):
        for resource in BODIES:
            key = {"Idempotency-Key": f"key of {resource}"}
            first = self.client.request("POST", self.path(resource), BODIES[resource], key)
            again = self.client.request("POST", self.path(resource), BODIES[resource], key)
            self.assertEqual((again.status, again.result), (201, first.result))
            other = self.client.request("POST", self.path(resource), BODIES[resource] | {"comments": "x"}, key)
            self.assertEqual((other.status, other.codes), (422, [10422]))


class Record(PolicyTest):
    """What the log tells of a change."""

    def events(self):
        return [line for line in self.daemon.log.splitlines() if " policy_changed " in line]

    def test_every_change_is_one_event_without_the_pattern(self):
        for resource, kind in (("allow_policies", "allow_policy"), ("trusted_domains", "trusted_domain"),
                               ("block_senders", "block_sender")):
            before = len(self.events())
            made = self.create(resource)
            path = self.path(resource, made["id"])
            self.client.request("PATCH", path, {"comments": "x"})
            self.client.request("PUT", path, BODIES[resource])
            self.client.request("DELETE", path, None, attempt(0))
            self.client.request("DELETE", path, None, attempt(1))  # the first answer again: nothing is done
            self.client.request("DELETE", path)
            lines = self.events()[before:]
            self.assertEqual([re.search(r" change=(\w+)", line)[1] for line in lines], ["created", "edited", "replaced", "deleted"])
            for line in lines:
                self.assertIn(f"account={self.account.id}", line)
                self.assertIn(f"kind={kind}", line)
                self.assertIn(f"policy={made['id']}", line)
                self.assertRegex(line, r" credential=\S+")
                self.assertNotIn(BODIES[resource]["pattern"], line)

    def test_a_batch_is_one_event_a_policy(self):
        before = len(self.events())
        made = self.batch("block_senders", posts=[BLOCK, BLOCK]).result["posts"]
        self.assertEqual([re.search(r" policy=(\S+)", line)[1] for line in self.events()[before:]], [each["id"] for each in made])
        self.batch("block_senders", deletes=[{"id": UNKNOWN_ID}])
        self.assertEqual(len(self.events()), before + 2)


class Restart(unittest.TestCase):
    def test_policies_outlive_a_kill(self):
        with Daemon() as daemon:
            account = daemon.account()
            client = daemon.client(account.write)
            wait_for(lambda: client.request("GET", "/user/tokens/verify").status == 200, "the token is known")
            base = SETTINGS.format(account=account.id)
            made = {resource: client.request("POST", base + resource, body).result for resource, body in BODIES.items()}
            client.request("POST", account.registry, entry())
            client.close()
            daemon.stop(9)
            daemon.start()
            client = daemon.client(account.write)
            for resource, policy in made.items():
                self.assertEqual(client.request("GET", f"{base}{resource}/{policy['id']}").result, policy)
            client.close()


if __name__ == "__main__":
    unittest.main()
