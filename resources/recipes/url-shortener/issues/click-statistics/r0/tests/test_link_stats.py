"""Clicks are counted, and GET /api/links/{code}/stats tells them."""

import sqlite3
from unittest import mock

from src.shortener.clicks import DAY, ClickRepository
from src.shortener.links import link_repository

from .support import NOON, AppTestCase


class LinkStatsTest(AppTestCase):
    def setUp(self):
        super().setUp()
        self.app.resource(link_repository).create("https://example.com/", "docs", NOON + 9 * DAY)

    def stats(self, query=""):
        response = self.client.get(f"/api/links/docs/stats{query}")
        self.assertEqual(200, response.status, response.text)
        return response.json()

    def test_a_new_link_has_no_clicks(self):
        stats = self.stats()
        self.assertEqual(0, stats["total"])
        self.assertEqual(30, len(stats["days"]))
        self.assertEqual({"date": "2026-01-01", "clicks": 0}, stats["days"][-1])
        self.assertEqual([], stats["referrers"])

    def test_following_is_counted(self):
        self.client.get("/docs", referer="https://news.example/item?id=1", user_agent="Firefox/127")
        self.clock.time += DAY
        self.client.get("/docs")
        stats = self.stats("?days=2")
        self.assertEqual("docs", stats["code"])
        self.assertEqual(2, stats["total"])
        self.assertEqual([{"date": "2026-01-01", "clicks": 1}, {"date": "2026-01-02", "clicks": 1}],
                         stats["days"])
        self.assertEqual([{"host": "", "clicks": 1}, {"host": "news.example", "clicks": 1}],
                         stats["referrers"])
        self.assertEqual([{"browser": "firefox", "clicks": 1}, {"browser": "other", "clicks": 1}],
                         stats["browsers"])

    def test_looking_ahead_is_not_counted(self):
        self.client.send("HEAD", "/docs")
        self.client.get("/docs", sec_purpose="prefetch;prerender")
        self.client.get("/docs", purpose="prefetch")
        self.assertEqual(0, self.stats()["total"])

    def test_neither_unknown_nor_expired_links_are_counted(self):
        self.client.get("/nothing")
        self.clock.time += 9 * DAY
        self.assertEqual(410, self.client.get("/docs").status)
        self.assertEqual(0, self.stats()["total"])

    def test_a_click_that_cannot_be_counted_stops_nobody(self):
        broken = mock.patch.object(ClickRepository, "record", side_effect=sqlite3.OperationalError)
        with broken, self.assertLogs("shortener.redirect", "WARNING"):
            self.assertEqual(302, self.client.get("/docs").status)

    def test_unknown_links_are_404(self):
        self.assert_error(self.client.get("/api/links/nothing/stats"), 404, "not_found")

    def test_bad_numbers_of_days_are_422(self):
        for days in ("", "0", "-1", "367", "9" * 5000, "x", "1.5", "²"):
            with self.subTest(days[:9]):
                response = self.client.get(f"/api/links/docs/stats?days={days}")
                self.assert_error(response, 422, "invalid_days")
