"""Errors as pages."""

from src.shortener.web import HttpError

from .support import AppTestCase

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


class ErrorPagesTest(AppTestCase):
    def test_browsers_get_a_page(self):
        response = self.client.get("/no/such/page", accept=BROWSER)
        self.assertEqual(404, response.status)
        self.assertEqual("text/html; charset=utf-8", response.content_type)
        self.assertIn("<h1>Nothing here.</h1>", response.text)

    def test_programs_and_the_api_get_json(self):
        self.assert_error(self.client.get("/no/such/page"), 404, "not_found")
        self.assert_error(self.client.get("/api/no/such", accept=BROWSER), 404, "not_found")

    def test_headers_of_the_error_stay(self):
        response = self.client.send("DELETE", "/healthz", headers={"accept": BROWSER})
        self.assertEqual(405, response.status)
        self.assertEqual("GET, HEAD", response.headers["Allow"])
        self.assertIn("Method Not Allowed", response.text)

    def test_messages_are_escaped(self):
        def fail(request):
            raise HttpError(404, "x", "<script>alert(1)</script>")

        self.app._router.find = fail
        self.assertNotIn("<script>alert", self.client.get("/x", accept=BROWSER).text)
