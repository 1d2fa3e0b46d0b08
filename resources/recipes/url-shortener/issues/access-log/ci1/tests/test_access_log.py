"""The access log."""

import json
import unittest

from src.shortener.middleware.access_log import anonymous

from .support import AppTestCase


class AccessLogTest(AppTestCase):
    def log_of(self, method, target, **headers):
        with self.assertLogs("shortener.access", "INFO") as logs:
            self.response = self.client.send(method, target, headers=headers, client="192.0.2.77")
        self.assertEqual(1, len(logs.records))
        message = logs.records[0].getMessage()
        self.assertNotIn("\n", message)
        return json.loads(message)

    def test_what_a_line_tells(self):
        entry = self.log_of("GET", "/healthz", **{"user-agent": "test/1"})
        self.assertGreaterEqual(entry.pop("ms"), 0)
        self.assertEqual({
            "time": "2026-01-01T12:00:00Z",
            "id": self.response.headers["X-Request-Id"],
            "client": "192.0.2.0",
            "method": "GET",
            "path": "/healthz",
            "route": "/healthz",
            "status": 200,
            "bytes": len(self.response.body),
            "agent": "test/1",
        }, entry)

    def test_the_query_is_left_out(self):
        self.assertNotIn("secret", json.dumps(self.log_of("GET", "/healthz?token=secret")))

    def test_errors_are_logged_too(self):
        self.assertEqual(404, self.log_of("GET", "/no/such/page")["status"])

    def test_nobody_can_forge_a_line(self):
        entry = self.log_of("GET", "/a\n{}", **{"user-agent": 'x"}\n{"status": 200}'})
        self.assertEqual("/a\n{}", entry["path"])

    def test_an_identifier_of_the_proxy_is_kept(self):
        entry = self.log_of("GET", "/x", **{"x-request-id": "abcd-1234"})
        self.assertEqual("abcd-1234", entry["id"])
        for bad in ("short", "x" * 65, "bad id with spaces"):
            entry = self.log_of("GET", "/x", **{"x-request-id": bad})
            self.assertRegex(entry["id"], "^[0-9a-f]{16}$")


class AnonymousTest(unittest.TestCase):
    def test_addresses_lose_their_end(self):
        self.assertEqual("192.0.2.0", anonymous("192.0.2.77"))
        self.assertEqual("2001:db8:1::", anonymous("2001:db8:1:2:3:4:5:6"))
        self.assertEqual("", anonymous("not an address"))
