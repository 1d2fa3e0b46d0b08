"""The repository of clicks."""

import sqlite3
import unittest

from src.shortener.clicks import DAY, ClickRepository, Count, browser_of, referrer_host
from src.shortener.database import Database

from .support import NOON


class ClickRepositoryTest(unittest.TestCase):
    def setUp(self):
        self.database = Database(":memory:")
        self.addCleanup(self.database.close)
        for code in ("docs", "other"):
            self.database.execute("INSERT INTO links (code, url, created_at) VALUES (?, ?, ?)",
                                  (code, "https://example.com/", NOON))
        self.clicks = ClickRepository(self.database)

    def test_clicks_are_counted_per_link(self):
        for _ in range(3):
            self.clicks.record("docs", NOON)
        self.clicks.record("other", NOON)
        self.assertEqual(3, self.clicks.total("docs"))
        self.assertEqual(0, self.clicks.total("nothing"))

    def test_days_are_complete_and_in_utc(self):
        midnight = NOON + DAY // 2
        for at in (NOON - 3 * DAY, NOON - DAY, midnight - 1, midnight):
            self.clicks.record("docs", at)
        self.assertEqual([Count("2025-12-31", 1), Count("2026-01-01", 1), Count("2026-01-02", 1)],
                         self.clicks.per_day("docs", midnight, 3))
        self.assertEqual([0] * 3, [day.clicks for day in self.clicks.per_day("other", NOON, 3)])

    def test_top_lists_are_sorted_and_limited(self):
        for host in ("a.example", "b.example", "b.example", ""):
            self.clicks.record("docs", NOON, f"https://{host}/secret?q=1" if host else "")
        self.assertEqual([Count("b.example", 2), Count("", 1), Count("a.example", 1)],
                         self.clicks.referrers("docs"))
        self.assertEqual([Count("b.example", 2)], self.clicks.referrers("docs", 1))
        self.assertEqual([Count("other", 4)], self.clicks.browsers("docs"))

    def test_clicks_go_with_their_link(self):
        self.clicks.record("docs", NOON)
        self.database.execute("DELETE FROM links WHERE code = 'docs'")
        self.assertEqual(0, self.clicks.total("docs"))

    def test_a_click_needs_a_link(self):
        with self.assertRaises(sqlite3.IntegrityError):
            self.clicks.record("nothing", NOON)

    def test_the_index_answers_the_counts(self):
        plan = self.database.query(
            "EXPLAIN QUERY PLAN SELECT count(*) FROM clicks WHERE code = 'docs' AND at >= 0")
        self.assertIn("COVERING INDEX clicks_by_link", plan[0]["detail"])


class PrivacyTest(unittest.TestCase):
    def test_only_the_host_of_a_referrer_is_kept(self):
        for referrer, host in (
            ("https://News.example/inbox/42?token=x", "news.example"),
            ("http://example.com:8080/", "example.com"),
            ("https://user:secret@example.com/", "example.com"),
            ("android-app://com.example/", ""), ("javascript:x", ""), ("http://[", ""), ("", ""),
        ):
            with self.subTest(referrer):
                self.assertEqual(host, referrer_host(referrer))

    def test_families_of_browsers(self):
        webkit = "Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) "
        for agent, family in (
            (webkit + "Chrome/126.0 Safari/537.36", "chrome"),
            (webkit + "Chrome/126.0 Safari/537.36 Edg/126.0", "edge"),
            (webkit + "Chrome/126.0 Safari/537.36 OPR/110.0", "opera"),
            (webkit + "Version/17.5 Safari/605.1", "safari"),
            ("Mozilla/5.0 (X11; rv:127.0) Gecko/20100101 Firefox/127.0", "firefox"),
            ("Mozilla/5.0 (compatible; Googlebot/2.1)", "bot"),
            ("curl/8.5", "bot"), ("", "other"), ("Lynx/2.9", "other"),
        ):
            with self.subTest(agent):
                self.assertEqual(family, browser_of(agent))
