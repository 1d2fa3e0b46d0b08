"""GET /{code}."""

from src.shortener.links import link_repository

from .support import NOON, AppTestCase

URL = "https://example.com/a%20b?c=d&e=%C3%A4#f"


class RedirectTest(AppTestCase):
    def setUp(self):
        super().setUp()
        self.links = self.app.resource(link_repository)

    def test_leads_to_the_stored_address_unchanged(self):
        self.links.create(URL, "docs")
        response = self.client.get("/docs")
        self.assertEqual(302, response.status)
        self.assertEqual(URL, response.headers["Location"])
        self.assertEqual(b"", response.body)

    def test_is_not_cached(self):
        self.links.create(URL, "docs")
        self.assertEqual("no-store", self.client.get("/docs").headers["Cache-Control"])

    def test_query_parameters_do_not_change_the_target(self):
        self.links.create(URL, "docs")
        self.assertEqual(URL, self.client.get("/docs?utm_source=mail").headers["Location"])

    def test_head_works_too(self):
        self.links.create(URL, "docs")
        self.assertEqual(302, self.client.send("HEAD", "/docs").status)

    def test_unknown_codes_are_404(self):
        for code in ("nothing", "DOCS", "a%00b", "%2e%2e", "%FF"):
            with self.subTest(code):
                self.assert_error(self.client.get(f"/{code}"), 404, "not_found")

    def test_expired_links_are_410(self):
        self.links.create(URL, "brief", NOON + 60)
        self.assertEqual(302, self.client.get("/brief").status)
        self.clock.time += 60
        self.assert_error(self.client.get("/brief"), 410, "expired")

    def test_routes_of_the_service_win(self):
        self.assertEqual(200, self.client.get("/healthz").status)
