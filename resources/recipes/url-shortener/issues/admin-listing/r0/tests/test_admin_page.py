"""GET /admin."""

import re

from src.shortener.links import link_repository

from .support import AppTestCase


class AdminPageTest(AppTestCase):
    environment = {"ADMIN_TOKEN": "correct horse battery"}

    def setUp(self):
        super().setUp()
        self.app.resource(link_repository).create("https://example.com/secret", "hidden-link")
        self.response = self.client.get("/admin")

    def test_holds_no_data(self):
        self.assertEqual(200, self.response.status)
        self.assertNotIn("hidden-link", self.response.text)
        self.assertNotIn("correct horse", self.response.text)

    def test_its_files_exist(self):
        for name in ("admin.js", "admin.css"):
            self.assertIn(f"/static/{name}", self.response.text)
            self.assertEqual(200, self.client.get(f"/static/{name}").status)

    def test_the_script_finds_what_it_looks_for(self):
        script = self.client.get("/static/admin.js").text
        for name in set(re.findall(r'byId\("([\w-]+)"\)', script)):
            self.assertIn(f'id="{name}"', self.response.text)

    def test_the_script_never_writes_markup(self):
        script = self.client.get("/static/admin.js").text
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            self.assertNotIn(word, script)

    def test_search_engines_are_asked_to_stay_away(self):
        self.assertEqual("noindex", self.response.headers["X-Robots-Tag"])
