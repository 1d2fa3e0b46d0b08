"""POST /api/links and GET /api/links/{code}."""

from src.shortener.links import link_repository

from .support import NOON, AppTestCase


class CreateLinkTest(AppTestCase):
    def test_answers_with_the_link(self):
        response = self.client.post("/api/links", {"url": "HTTPS://Example.com?q=1"})
        self.assertEqual(201, response.status, response.text)
        link = response.json()
        self.assertRegex(link["code"], r"^[0-9A-Za-z]{7}$")
        self.assertEqual({
            "code": link["code"],
            "short_url": f"http://sho.rt/{link['code']}",
            "url": "https://example.com/?q=1",
            "custom": False,
            "created_at": "2026-01-01T12:00:00Z",
            "expires_at": None,
            "expired": False,
        }, link)
        self.assertEqual(f"/api/links/{link['code']}", response.headers["Location"])

    def test_stores_what_it_answers(self):
        link = self.client.post("/api/links", {"url": "https://example.com/"}).json()
        self.assertEqual(link, self.client.get(f"/api/links/{link['code']}").json())

    def test_one_address_may_have_several_links(self):
        codes = {self.client.post("/api/links", {"url": "https://example.com/"}).json()["code"]
                 for _ in range(3)}
        self.assertEqual(3, len(codes))

    def test_bad_addresses_are_422_and_say_why(self):
        for url, code in ((None, "invalid_url"), ("javascript:alert(1)", "scheme_not_allowed"),
                          ("http://127.0.0.1/", "private_address"),
                          ("http://sho.rt/abc", "own_address")):
            with self.subTest(url):
                response = self.client.post("/api/links", {"url": url})
                self.assert_error(response, 422, code)
        self.assertEqual([], self.app.resource(link_repository).page(1))

    def test_bad_bodies_are_refused(self):
        kind = {"content-type": "application/json"}
        for body in (b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 60000):
            with self.subTest(body[:8]):
                response = self.client.send("POST", "/api/links", body, kind)
                self.assert_error(response, 400, "invalid_json")

    def test_other_types_of_body_are_415(self):
        # A form of another site can post text/plain or a form, but no JSON without our consent.
        for kind in ("", "text/plain", "application/x-www-form-urlencoded"):
            response = self.client.send("POST", "/api/links", b'{"url": "https://example.com"}',
                                        {"content-type": kind})
            self.assert_error(response, 415, "unsupported_media_type")

    def test_other_methods_are_405(self):
        response = self.client.send("PUT", "/api/links")
        self.assert_error(response, 405, "method_not_allowed")


class ShowLinkTest(AppTestCase):
    def test_an_expired_link_is_shown_as_such(self):
        self.app.resource(link_repository).create("https://example.com/", "old", NOON + 60)
        self.assertFalse(self.client.get("/api/links/old").json()["expired"])
        self.clock.time += 60
        link = self.client.get("/api/links/old").json()
        self.assertTrue(link["expired"])
        self.assertEqual("2026-01-01T12:01:00Z", link["expires_at"])

    def test_unknown_codes_are_404(self):
        self.assert_error(self.client.get("/api/links/nothing"), 404, "not_found")
