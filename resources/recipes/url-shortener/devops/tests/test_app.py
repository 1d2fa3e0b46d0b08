"""What the application does around the routes."""

from src.shortener.routing import Route, Router
from src.shortener.web import HttpError, Request

from .support import AppTestCase


class AppTest(AppTestCase):
    def test_a_failing_handler_is_a_500_without_details(self):
        def fail(app, request):
            raise RuntimeError("secret path /etc/x")

        self.app._router = Router([Route("GET", "/fail", fail)])
        with self.assertLogs("shortener", "ERROR") as logs:
            response = self.client.get("/fail")
        self.assert_error(response, 500, "internal")
        self.assertNotIn("secret", response.text)
        self.assertIn("secret", logs.output[0])

    def test_resources_are_made_once_and_closed_in_reverse(self):
        closed = []

        class Resource:
            def __init__(self, name):
                self.name = name

            def close(self):
                closed.append(self.name)

        def first(app):
            return Resource("first")

        def second(app):
            app.resource(first)
            return Resource("second")

        self.assertIs(self.app.resource(second), self.app.resource(second))
        self.app.close()
        self.assertEqual(["second", "first"], closed)

    def test_public_url_follows_the_host_header(self):
        request = Request("GET", "/", {"host": "localhost:8000", "x-forwarded-proto": "https"})
        self.assertEqual("http://localhost:8000/x", self.app.public_url(request, "/x"))

    def test_a_malformed_host_header_is_refused(self):
        for host in ("", "evil.example/path", "a b", "x:y"):
            with self.subTest(host), self.assertRaises(HttpError):
                self.app.public_url(Request("GET", "/", {"host": host}), "/x")


class BehindProxyTest(AppTestCase):
    environment = {"TRUST_PROXY": "1"}

    def test_the_proxy_tells_the_scheme(self):
        request = Request("GET", "/", {"host": "sho.rt", "x-forwarded-proto": "https"})
        self.assertEqual("https://sho.rt/x", self.app.public_url(request, "/x"))


class BaseUrlTest(AppTestCase):
    environment = {"BASE_URL": "https://go.example/"}

    def test_the_setting_wins_over_the_header(self):
        request = Request("GET", "/", {"host": "internal:8000"})
        self.assertEqual("https://go.example/x", self.app.public_url(request, "/x"))
