"""Links that expire, and their removal."""

import unittest
import unittest.mock

from src.shortener.expiry import MAXIMUM, MINIMUM, parse_expiry
from src.shortener.links import link_repository
from src.shortener.purge import main, purge
from src.shortener.web import HttpError

from .support import NOON, AppTestCase

DAY = 24 * 3600


class ParseExpiryTest(unittest.TestCase):
    def test_what_is_understood(self):
        for body, expected in (
            ({}, None),
            ({"expires_in": None, "expires_at": None}, None),
            ({"expires_in": 3600}, NOON + 3600),
            ({"expires_in": MINIMUM}, NOON + MINIMUM),
            ({"expires_in": MAXIMUM}, NOON + MAXIMUM),
            ({"expires_at": "2026-01-02T12:00:00Z"}, NOON + DAY),
            ({"expires_at": "2026-01-02T13:00:00+01:00"}, NOON + DAY),
        ):
            with self.subTest(body):
                self.assertEqual(expected, parse_expiry(body, NOON))

    def test_what_is_refused(self):
        for body in (
            {"expires_in": MINIMUM - 1}, {"expires_in": MAXIMUM + 1}, {"expires_in": -5},
            {"expires_in": "3600"}, {"expires_in": 60.5}, {"expires_in": True},
            {"expires_at": "2025-12-31T00:00:00Z"}, {"expires_at": "2026-01-02T12:00:00"},
            {"expires_at": "tomorrow"}, {"expires_at": 1767268800},
            {"expires_in": 3600, "expires_at": "2026-01-02T12:00:00Z"},
        ):
            with self.subTest(body), self.assertRaises(HttpError) as caught:
                parse_expiry(body, NOON)
            self.assertEqual("invalid_expiry", caught.exception.code)


class ExpiringLinkTest(AppTestCase):
    def test_the_api_stores_and_shows_it(self):
        response = self.client.post("/api/links",
                                    {"url": "https://example.com/", "expires_in": 3600})
        self.assertEqual(201, response.status, response.text)
        link = response.json()
        self.assertEqual("2026-01-01T13:00:00Z", link["expires_at"])
        self.assertFalse(link["expired"])
        self.clock.time += 3600
        self.assertTrue(self.client.get(f"/api/links/{link['code']}").json()["expired"])

    def test_the_api_refuses_a_bad_one(self):
        response = self.client.post("/api/links", {"url": "https://example.com/", "expires_in": 1})
        self.assert_error(response, 422, "invalid_expiry")

    def test_purge_waits_for_the_days_of_grace(self):
        links = self.app.resource(link_repository)
        links.create("https://example.com/", "expires", NOON + DAY)
        links.create("https://example.com/", "forever")
        self.clock.time += 31 * DAY
        self.assertEqual(0, purge(self.app))
        self.clock.time += 1
        self.assertEqual(1, purge(self.app))
        self.assertEqual(["forever"], [link.code for link in links.page(10)])

    def test_purge_refuses_wrong_usage(self):
        with unittest.mock.patch("sys.stderr"):
            for arguments in (["-1"], ["x"], ["1", "2"]):
                self.assertEqual(2, main(arguments))
