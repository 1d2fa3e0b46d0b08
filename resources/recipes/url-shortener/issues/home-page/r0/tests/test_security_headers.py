"""Security headers."""

from .support import AppTestCase


class SecurityHeadersTest(AppTestCase):
    def test_every_response_has_them(self):
        for target in ("/", "/healthz", "/no/such/page", "/static/style.css"):
            with self.subTest(target):
                headers = self.client.get(target).headers
                self.assertEqual("nosniff", headers["X-Content-Type-Options"])
                self.assertEqual("DENY", headers["X-Frame-Options"])
                self.assertIn("default-src 'none'", headers["Content-Security-Policy"])

    def test_no_script_or_style_may_be_inline(self):
        policy = self.client.get("/").headers["Content-Security-Policy"]
        self.assertNotIn("unsafe", policy)
        self.assertNotIn("*", policy)
