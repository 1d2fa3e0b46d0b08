"""The limit on creating and deleting."""

import unittest

from src.shortener.middleware.rate_limit import client_network

from .support import AppTestCase


class RateLimitTest(AppTestCase):
    environment = {"RATE_LIMIT_PER_MINUTE": "60", "RATE_LIMIT_BURST": "2"}

    def test_writing_is_limited_and_says_how_long_to_wait(self):
        for _ in range(2):
            self.assertNotEqual(429, self.client.send("POST", "/healthz").status)
        response = self.client.send("POST", "/healthz")
        self.assert_error(response, 429, "rate_limited")
        self.assertEqual("1", response.headers["Retry-After"])
        self.clock.time += 1
        self.assertNotEqual(429, self.client.send("POST", "/healthz").status)

    def test_reading_is_not_limited(self):
        for _ in range(20):
            self.assertEqual(200, self.client.get("/healthz").status)

    def test_other_clients_are_not_affected(self):
        for _ in range(3):
            self.client.send("DELETE", "/healthz", client="192.0.2.1")
        self.assertNotEqual(429, self.client.send("DELETE", "/healthz", client="192.0.2.2").status)


class NoLimitTest(AppTestCase):
    environment = {"RATE_LIMIT_PER_MINUTE": "0", "RATE_LIMIT_BURST": "1"}

    def test_zero_turns_it_off(self):
        for _ in range(5):
            self.assertEqual(405, self.client.send("POST", "/healthz").status)


class ClientNetworkTest(unittest.TestCase):
    def test_who_shares_a_bucket(self):
        for client, network in (
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("unknown", "unknown"),
            ("x" * 500, "x" * 64),
        ):
            with self.subTest(client[:20]):
                self.assertEqual(network, client_network(client))
