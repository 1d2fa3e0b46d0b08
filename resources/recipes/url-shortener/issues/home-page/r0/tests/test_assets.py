"""GET /static/{name}."""

from .support import AppTestCase


class AssetsTest(AppTestCase):
    def test_types(self):
        for name, kind in (("style.css", "text/css; charset=utf-8"),
                           ("home.js", "text/javascript; charset=utf-8"),
                           ("icon.svg", "image/svg+xml")):
            with self.subTest(name):
                response = self.client.get(f"/static/{name}")
                self.assertEqual((200, kind), (response.status, response.content_type))
                self.assertTrue(response.body)

    def test_a_browser_that_has_it_gets_304(self):
        tag = self.client.get("/static/style.css").headers["ETag"]
        for header in (tag, f"W/{tag}", f'"other", {tag}'):
            response = self.client.get("/static/style.css", if_none_match=header)
            self.assertEqual((304, b""), (response.status, response.body))
            self.assertEqual(tag, response.headers["ETag"])
        self.assertEqual(200, self.client.get("/static/style.css", if_none_match='"old"').status)

    def test_no_path_leads_out_of_the_folder(self):
        for name in ("nothing.css", "..%2fapp.py", "%2e%2e%2f__init__.py", "%2fetc%2fpasswd", "."):
            with self.subTest(name):
                self.assert_error(self.client.get(f"/static/{name}"), 404, "not_found")
