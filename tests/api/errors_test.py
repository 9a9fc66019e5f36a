# SPDX-License-Identifier: Apache-2.0
"""Every row of the error table, and the order in which a request is checked."""

import re
import unittest
from datetime import datetime, timedelta, timezone

from namesake import Client, Daemon, bearer, entry, run, wait_for

NO_CREDENTIALS = "Missing X-Auth-Key, X-Auth-Email or Authorization headers"
UNKNOWN_TOKEN = "nsk_" + "A" * 48  # well-formed by the API's rule, known to nobody
UNKNOWN_ID = "0190a0a0-0000-7000-8000-000000000000"


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        cls.other = cls.daemon.account("Other")
        cls.daemon.start()
        cls.path = cls.account.registry

    def setUp(self):
        self.client = Client(self.daemon.port)
        self.addCleanup(self.client.close)

    def ask(self, method, path, body=None, headers=None, token=None):
        auth = bearer(token or self.account.write) if headers is None or token else {}
        return self.client.request(method, path, body, auth | (headers or {}))

    def check(self, answer, status, codes, chain=None, message=None):
        """A failure's envelope, whole."""
        self.assertEqual(answer.status, status, answer.body)
        self.assertTrue(answer.headers["Content-Type"].startswith("application/json"))
        envelope = answer.json
        self.assertIs(envelope["success"], False)
        self.assertIsNone(envelope["result"])
        self.assertEqual(envelope["messages"], [])
        self.assertNotIn("result_info", envelope)
        self.assertEqual(answer.codes, codes)
        for error in envelope["errors"]:
            self.assertTrue(error["message"])
        found = [link["code"] for link in envelope["errors"][0].get("error_chain", [])]
        self.assertEqual(found, chain or [])
        if message:
            self.assertEqual(envelope["errors"][0]["message"], message)
        self.check_common_headers(answer)

    def check_common_headers(self, answer):
        self.assertRegex(answer.headers["cf-ray"], r"^[0-9a-f]{16}-[A-Z]{3}$")
        self.assertRegex(answer.headers["Ratelimit"], r'^"[^"]+";r=\d+;t=\d+$')
        self.assertRegex(answer.headers["Ratelimit-Policy"], r'^"[^"]+";q=\d+;w=\d+$')

    def pointers(self, answer):
        return sorted(error["source"]["pointer"] for error in answer.json["errors"])

    # ---- Credentials ---------------------------------------------------------------------------

    def test_no_credentials(self):
        self.check(self.ask("GET", self.path, headers={}), 400, [9106], message=NO_CREDENTIALS)

    def test_one_half_of_a_pair_is_no_credential(self):
        for half in ({"X-Auth-Email": "a@example.com"}, {"X-Auth-Key": "a" * 40}):
            with self.subTest(half):
                self.check(self.ask("GET", self.path, headers=half), 400, [9106])

    def test_malformed_authorization(self):
        for value in ("", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token " + UNKNOWN_TOKEN, UNKNOWN_TOKEN,
                      "Bearer " + "a" * 39, "Bearer " + "a" * 81, "Bearer " + "a" * 39 + "!",
                      "Bearer " + "a" * 20 + " " + "a" * 20):
            with self.subTest(value):
                answer = self.ask("GET", self.path, headers={"Authorization": value})
                self.check(answer, 400, [6003], [6111], "Invalid request headers")

    def test_malformed_key_pair(self):
        email, key = {"X-Auth-Email": "a@example.com"}, {"X-Auth-Key": "a" * 40}
        bad_email, bad_key = {"X-Auth-Email": "nobody"}, {"X-Auth-Key": "short"}
        for headers, chain in ((email | bad_key, [6103]), (bad_email | key, [6102]),
                               (bad_email | bad_key, [6102, 6103])):
            with self.subTest(chain):
                self.check(self.ask("GET", self.path, headers=headers), 400, [6003], chain)

    def test_unknown_key_pair(self):
        headers = {"X-Auth-Email": "a@example.com", "X-Auth-Key": "a" * 40}
        self.check(self.ask("GET", self.path, headers=headers), 403, [9103],
                   message="Unknown X-Auth-Key or X-Auth-Email")

    def test_unknown_token(self):
        answer = self.ask("GET", self.path, token=UNKNOWN_TOKEN)
        self.check(answer, 401, [10000], message="Authentication error")

    def test_expired_token(self):
        soon = datetime.now(timezone.utc) + timedelta(seconds=3)
        token = self.account.token("read", "--expires", soon.strftime("%Y-%m-%dT%H:%M:%SZ"))
        wait_for(lambda: self.ask("GET", self.path, token=token).status == 200, "the token is known", 3)
        wait_for(lambda: self.ask("GET", self.path, token=token).status == 401, "the token has expired", 10)
        self.check(self.ask("GET", self.path, token=token), 401, [10000])

    def test_revoked_token(self):
        token = self.account.token("read")
        wait_for(lambda: self.ask("GET", self.path, token=token).status == 200, "the token is known", 5)
        run("namesake", "token", "revoke", "--store", self.daemon.store, token)
        wait_for(lambda: self.ask("GET", self.path, token=token).status == 401, "the token is revoked", 5)
        self.check(self.ask("GET", self.path, token=token), 401, [10000])

    def test_unknown_token_on_helper_routes(self):
        verify = self.ask("GET", "/client/v4/user/tokens/verify", token=UNKNOWN_TOKEN)
        self.check(verify, 401, [1000], message="Invalid API Token")
        for path in ("/accounts", "/user", f"/accounts/{self.account.id}"):
            with self.subTest(path):
                self.check(self.ask("GET", "/client/v4" + path, token=UNKNOWN_TOKEN), 403, [9109])

    # ---- Permission ----------------------------------------------------------------------------

    def test_reading_token_may_not_write(self):
        created = self.ask("POST", self.path, entry()).result["id"]
        for method, path, body in (("POST", self.path, entry()), ("PATCH", f"{self.path}/{created}", {"name": "x"}),
                                   ("DELETE", f"{self.path}/{created}", None)):
            with self.subTest(method):
                self.check(self.ask(method, path, body, token=self.account.read), 403, [10000])
        self.assertEqual(self.ask("GET", self.path, token=self.account.read).status, 200)
        self.assertEqual(self.ask("GET", f"{self.path}/{created}", token=self.account.read).status, 200)

    def test_another_account_is_out_of_reach(self):
        foreign = self.other.registry
        created = self.ask("POST", foreign, entry(), token=self.other.write).result["id"]
        for method, path, body in (("GET", foreign, None), ("POST", foreign, entry()),
                                   ("GET", f"{foreign}/{created}", None), ("PATCH", f"{foreign}/{created}", {"name": "x"}),
                                   ("DELETE", f"{foreign}/{created}", None), ("POST", self.other.scan, {"headers": []})):
            with self.subTest(f"{method} {path}"):
                self.check(self.ask(method, path, body), 403, [10000])
        # Through its own account the entry is not there, as if it did not exist.
        self.check(self.ask("GET", f"{self.path}/{created}"), 404, [10404])
        self.check(self.ask("DELETE", f"{self.path}/{created}"), 404, [10404])
        self.assertEqual(self.ask("GET", f"{foreign}/{created}", token=self.other.write).status, 200)

    def test_an_account_that_does_not_exist_looks_like_another_one(self):
        path = self.path.replace(self.account.id, "0" * 32)
        self.check(self.ask("GET", path), 403, [10000])
        self.check(self.ask("GET", f"/client/v4/accounts/{'0' * 32}"), 403, [9109])

    def test_other_account_on_its_own_route(self):
        answer = self.ask("GET", f"/client/v4/accounts/{self.other.id}")
        self.check(answer, 403, [9109], message="Unauthorized to access requested resource")

    # ---- Routes --------------------------------------------------------------------------------

    def test_unknown_route(self):
        for path in ("/client/v4/nothing", "/client/v4", "/nothing", self.path + "/a/b", "/client/v5/accounts"):
            with self.subTest(path):
                answer = self.ask("GET", path)
                self.check(answer, 404, [7003, 7000])
                messages = [error["message"] for error in answer.json["errors"]]
                self.assertTrue(messages[0].startswith(f"Could not route to {path}"), messages)
                self.assertEqual(messages[1], "No route for that URI")

    def test_account_id_of_impossible_form(self):
        for account in ("xyz", "0" * 31, "0" * 33, "g" * 32):
            with self.subTest(account):
                self.check(self.ask("GET", self.path.replace(self.account.id, account)), 404, [7003, 7000])

    def test_wrong_method(self):
        for method, path, allowed in (("PUT", self.path, {"GET", "POST"}),
                                      ("POST", f"{self.path}/{UNKNOWN_ID}", {"GET", "PATCH", "DELETE"}),
                                      ("POST", "/client/v4/user/tokens/verify", {"GET"}),
                                      ("GET", self.account.scan, {"POST"})):
            with self.subTest(f"{method} {path}"):
                answer = self.ask(method, path)
                self.check(answer, 405, [7001], message=f"Method {method} not available for that URI.")
                self.assertLessEqual(allowed, set(re.split(r",\s*", answer.headers["Allow"])))

    # ---- Bodies --------------------------------------------------------------------------------

    def test_wrong_content_type(self):
        for value in ("text/plain", "application/x-www-form-urlencoded", "application/jsonish"):
            with self.subTest(value):
                answer = self.ask("POST", self.path, b"{}", {"Content-Type": value}, self.account.write)
                self.check(answer, 400, [6003], [6105])

    def test_kinds_of_json_that_are_accepted(self):
        for value in (None, "application/json", "application/json; charset=utf-8", "Application/JSON",
                      "application/merge-patch+json"):
            with self.subTest(value):
                body = b'{"name": "A", "email": "a@example.com", "is_email_regex": false}'
                answer = self.ask("POST", self.path, body, {"Content-Type": value}, self.account.write)
                self.assertEqual(answer.status, 201, answer.body)

    def test_malformed_json(self):
        deep = b'{"name": ' + b"[" * 40 + b"]" * 40 + b"}"
        for body in (b"", b"{", b"{'name': 1}", b'{"name": "A"} x', b'{"name": "\xff"}', b'{"name": "A",}', deep,
                     b'{"name": "\xed\xa0\x80"}', b'{"name": NaN}'):
            with self.subTest(body[:20]):
                answer = self.ask("POST", self.path, body, {"Content-Type": "application/json"}, self.account.write)
                self.check(answer, 400, [6007])

    def test_body_that_is_no_object(self):
        for body in ([], "text", 3, None):
            with self.subTest(body=body):
                text = b"null" if body is None else None
                answer = self.ask("POST", self.path, text or body, {"Content-Type": "application/json"},
                                  self.account.write)
                self.check(answer, 400, [10400])
                self.assertEqual(self.pointers(answer), [""])

    def test_unknown_id(self):
        for entry_id in (UNKNOWN_ID, "2403", "not-an-id", "%20"):
            with self.subTest(entry_id):
                path = f"{self.path}/{entry_id}"
                self.check(self.ask("GET", path), 404, [10404])
                self.check(self.ask("PATCH", path, {"name": "A"}), 404, [10404])
                self.check(self.ask("DELETE", path), 404, [10404])

    def test_too_large(self):
        body = b'{"name": "' + b"a" * (256 * 1024) + b'"}'
        answer = self.ask("POST", self.path, body, {"Content-Type": "application/json"}, self.account.write)
        self.check(answer, 413, [10413])
        self.assertEqual(answer.headers["x-should-retry"], "false")

    # ---- Validation ----------------------------------------------------------------------------

    def test_validation_reports_every_problem_at_once(self):
        answer = self.ask("POST", self.path, {"is_email_regex": "yes", "directory_id": 1.5, "provenance": "X",
                                              "comments": 7})
        self.check(answer, 400, [10400] * 6)
        self.assertEqual(self.pointers(answer),
                         ["/comments", "/directory_id", "/email", "/is_email_regex", "/name", "/provenance"])

    def test_each_field_is_validated(self):
        for field, value in (("name", None), ("name", ""), ("name", 1), ("name", "a" * 1025), ("name", "é" * 1025),
                             ("email", None), ("email", ""), ("email", []), ("email", "a@example.com," * 1300),
                             ("is_email_regex", None), ("is_email_regex", 1), ("is_email_regex", "true"),
                             ("comments", 1), ("comments", "a" * 1025), ("directory_id", "1"), ("directory_id", 1.5),
                             ("directory_id", 1e300), ("directory_node_id", True), ("external_directory_node_id", 5),
                             ("provenance", "a1s_internal"), ("provenance", 1)):
            with self.subTest(field=field, value=str(value)[:20]):
                answer = self.ask("POST", self.path, entry(**{field: value}))
                self.check(answer, 400, [10400])
                self.assertEqual(self.pointers(answer), [f"/{field}"])

    def test_addresses_that_are_refused(self):
        for email in ("jane", "jane@", "@example.com", "jane@@example.com", "jane doe@example.com", "a@b..c",
                      "Jane <jane@example.com>", "a@example.com,,b@example.com", "a@example.com,", "jane@[1.2.3]",
                      ".jane@example.com", "jane@exa mple.com", "a@example.com,b"):
            with self.subTest(email):
                answer = self.ask("POST", self.path, entry(email=email))
                self.check(answer, 400, [10400])
                self.assertEqual(self.pointers(answer), ["/email"])

    def test_each_bad_address_of_a_list_is_named(self):
        answer = self.ask("POST", self.path, entry(email="a@example.com, one, b@example.com, two"))
        self.check(answer, 400, [10400, 10400])
        self.assertIn("one", answer.json["errors"][0]["message"])
        self.assertIn("two", answer.json["errors"][1]["message"])

    def test_patterns_that_java_refuses(self):
        for pattern in ("(", "a)", "[a", "*a", "a{2,1}", "(?P<n>a)", "(?|a)", "a\\K", "(?R)", "(?<n-1>a)", "\\",
                        "\\p{Nonsense}", "(?<=(a|b)+)c", "\\u00"):
            with self.subTest(pattern):
                answer = self.ask("POST", self.path, entry(email=pattern, is_email_regex=True))
                self.check(answer, 400, [10400])
                self.assertEqual(self.pointers(answer), ["/email"])

    def test_patch_is_validated(self):
        path = f"{self.path}/{self.ask('POST', self.path, entry(email='?a@example.com')).result['id']}"
        for body, pointers in (({}, [""]), ({"name": None}, ["/name"]), ({"email": "x"}, ["/email"]),
                               ({"is_email_regex": True}, ["/email"]),  # the stored address is no pattern
                               ({"name": "", "comments": 1}, ["/comments", "/name"])):
            with self.subTest(body=body):
                answer = self.ask("PATCH", path, body)
                self.check(answer, 400, [10400] * len(pointers))
                self.assertEqual(self.pointers(answer), pointers)

    def test_query_is_validated(self):
        for query, pointers in (("page=0", ["/query/page"]), ("page=x", ["/query/page"]), ("page=-1", ["/query/page"]),
                                ("per_page=0", ["/query/per_page"]), ("per_page=1001", ["/query/per_page"]),
                                ("per_page=", ["/query/per_page"]), ("order=id", ["/query/order"]),
                                ("direction=up", ["/query/direction"]), ("provenance=x", ["/query/provenance"]),
                                ("page=0&order=id", ["/query/order", "/query/page"])):
            with self.subTest(query):
                answer = self.ask("GET", f"{self.path}?{query}")
                self.check(answer, 400, [10400] * len(pointers))
                self.assertEqual(self.pointers(answer), pointers)

    # ---- Order ---------------------------------------------------------------------------------

    def test_checks_come_in_their_order(self):
        """Each request breaks two neighbouring rules: the first of them answers."""
        write, read, other = (bearer(token) for token in (self.account.write, self.account.read, self.other.write))
        one, text = f"{self.path}/{UNKNOWN_ID}", {"Content-Type": "text/plain"}
        json_type = {"Content-Type": "application/json"}
        large = b"x" * (300 * 1024)
        bad_account = self.path.replace(self.account.id, "xyz")
        steps = (
            ("route before method and credentials", "PUT", "/client/v4/nothing", None, {}, 404, 7003),
            ("method before credentials", "PUT", self.path, None, {}, 405, 7001),
            ("present before well-formed", "GET", bad_account, None, {}, 400, 9106),
            ("well-formed before known", "GET", bad_account, None, {"Authorization": "Bearer x"}, 400, 6003),
            ("known before account form", "GET", bad_account, None, bearer(UNKNOWN_TOKEN), 401, 10000),
            ("account form before permission", "POST", bad_account, b"x", read | text, 404, 7003),
            ("account access before content type", "POST", self.path, b"x", other | text, 403, 10000),
            ("permission before content type", "POST", self.path, b"x", read | text, 403, 10000),
            ("permission before size", "POST", self.path, large, read | json_type, 403, 10000),
            ("content type before size", "POST", self.path, large, write | text, 400, 6003),
            ("size before JSON", "POST", self.path, large, write | json_type, 413, 10413),
            ("JSON before id", "PATCH", one, b"{", write | json_type, 400, 6007),
            ("fields before id", "PATCH", one, b'{"name": 1}', write | json_type, 400, 10400),
            ("id last", "PATCH", one, b'{"name": "A"}', write | json_type, 404, 10404),
        )
        for name, method, path, body, headers, status, code in steps:
            with self.subTest(name):
                answer = self.client.request(method, path, body, headers)
                self.assertEqual((answer.status, answer.codes[0]), (status, code))


class RateLimit(unittest.TestCase):
    def test_a_credential_over_its_limit_waits(self):
        with Daemon(config='[rate_limit]\nrequests = 5\n') as daemon:
            account = daemon.account()
            client, reader = daemon.client(account.write), daemon.client(account.read)
            self.addCleanup(client.close)
            self.addCleanup(reader.close)
            self.await_token(client, account)
            self.await_token(reader, account)
            answers = [client.request("GET", account.registry) for _ in range(6)]
            refused = answers[-1]
            self.assertEqual((refused.status, refused.codes), (429, [10429]))
            self.assertIn(int(refused.headers["Retry-After"]), range(1, 60))
            self.assertIn(";q=5;", refused.headers["Ratelimit-Policy"])
            self.assertIn(";r=0;", refused.headers["Ratelimit"])
            # Another credential has its own, and what comes earlier is answered earlier.
            self.assertEqual(reader.request("GET", account.registry).status, 200)
            text = {"Content-Type": "text/plain"}
            self.assertEqual(client.request("POST", account.registry, b"x", text).status, 429)

    def await_token(self, client, account):
        """A token made beside the running daemon is known within a second."""
        wait_for(lambda: client.request("GET", account.registry).status == 200, "the token is known", 5)


if __name__ == "__main__":
    unittest.main()
