"""GET /stats/{code}."""

from src.shortener.clicks import click_repository
from src.shortener.links import link_repository

from .support import NOON, AppTestCase


class StatsPageTest(AppTestCase):
    def setUp(self):
        super().setUp()
        self.app.resource(link_repository).create("https://example.com/?a=1&b=<", "docs", NOON + 60)

    def page(self):
        response = self.client.get("/stats/docs")
        self.assertEqual(200, response.status, response.text)
        return response.text

    def test_a_link_without_clicks(self):
        text = self.page()
        self.assertIn("<h1>/docs</h1>", text)
        self.assertIn("http://sho.rt/docs</a> is active", text)
        self.assertEqual(3, text.count("No clicks yet."))

    def test_clicks_are_shown(self):
        for _ in range(3):
            self.client.get("/docs", referer="https://news.example/x")
        self.client.get("/docs")
        text = self.page()
        self.assertIn("<dt>Clicks in all</dt><dd>4</dd>", text)
        self.assertIn('<td>2026-01-01</td><td class="number">4</td>', text)
        self.assertIn('<td>news.example</td><td class="number">3</td>', text)
        self.assertIn('<td>direct or unknown</td><td class="number">1</td>', text)
        self.assertIn('aria-label="4 clicks in the last 30 days"', text)

    def test_an_expired_link_says_so(self):
        self.clock.time += 60
        self.assertIn("is expired", self.page())

    def test_what_others_wrote_is_escaped(self):
        clicks = self.app.resource(click_repository)
        clicks.record("docs", NOON, "https://<script>alert(1)</script>/")
        text = self.page()
        self.assertIn("?a=1&amp;b=&lt;", text)
        self.assertNotIn("<script>alert", text)

    def test_looking_is_not_clicking(self):
        self.page()
        self.assertIn("<dt>Clicks in all</dt><dd>0</dd>", self.page())

    def test_unknown_links_are_404(self):
        self.assert_error(self.client.get("/stats/nothing"), 404, "not_found")
