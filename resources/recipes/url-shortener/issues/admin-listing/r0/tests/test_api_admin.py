"""The admin's API."""

from src.shortener.links import link_repository

from .support import NOON, AppTestCase

TOKEN = "correct horse battery"


class AdminTestCase(AppTestCase):
    environment = {"ADMIN_TOKEN": TOKEN, "RATE_LIMIT_PER_MINUTE": "0"}

    def ask(self, method, target, token=TOKEN):
        return self.client.send(method, target, headers={"authorization": f"Bearer {token}"})


class AccessTest(AdminTestCase):
    def test_the_token_is_needed(self):
        for header in ("", TOKEN, f"Basic {TOKEN}", "Bearer", "Bearer wrong", f"Bearer {TOKEN}x",
                       "Bearer \udcff"):
            for method, target in (("GET", "/api/admin/links"), ("DELETE", "/api/admin/links/a")):
                with self.subTest(header=header, method=method):
                    response = self.client.send(method, target, headers={"authorization": header})
                    self.assert_error(response, 401, "unauthorized")
                    self.assertIn("Bearer", response.headers["WWW-Authenticate"])

    def test_the_scheme_has_no_case(self):
        response = self.client.get("/api/admin/links", authorization=f"bearer {TOKEN}")
        self.assertEqual(200, response.status)


class NoTokenTest(AppTestCase):
    def test_without_a_token_it_is_off(self):
        response = self.client.get("/api/admin/links", authorization="Bearer ")
        self.assert_error(response, 403, "admin_disabled")


class ShortTokenTest(AppTestCase):
    environment = {"ADMIN_TOKEN": "admin"}

    def test_a_token_that_can_be_guessed_does_not_count(self):
        response = self.client.get("/api/admin/links", authorization="Bearer admin")
        self.assert_error(response, 403, "admin_disabled")


class ListTest(AdminTestCase):
    def setUp(self):
        super().setUp()
        links = self.app.resource(link_repository)
        for number in range(5):
            self.clock.time = NOON + number
            links.create(f"https://example.com/{number}", f"code{number}")

    def test_newest_first_with_everything_about_them(self):
        answer = self.ask("GET", "/api/admin/links").json()
        self.assertEqual([f"code{n}" for n in (4, 3, 2, 1, 0)],
                         [link["code"] for link in answer["links"]])
        self.assertIsNone(answer["next"])
        self.assertEqual("http://sho.rt/code4", answer["links"][0]["short_url"])
        self.assertEqual("2026-01-01T12:00:04Z", answer["links"][0]["created_at"])

    def test_pages(self):
        seen, cursor = [], ""
        while cursor is not None:
            answer = self.ask("GET", f"/api/admin/links?limit=2&cursor={cursor}").json()
            seen.append([link["code"] for link in answer["links"]])
            cursor = answer["next"]
        self.assertEqual([["code4", "code3"], ["code2", "code1"], ["code0"]], seen)

    def test_search(self):
        for search, codes in (("code3", ["code3"]), ("com/1", ["code1"]), ("%25", [])):
            answer = self.ask("GET", f"/api/admin/links?search={search}").json()
            self.assertEqual(codes, [link["code"] for link in answer["links"]])

    def test_bad_parameters_are_422(self):
        for query, code in (("limit=0", "invalid_limit"), ("limit=201", "invalid_limit"),
                            ("limit=x", "invalid_limit"), ("cursor=!", "invalid_cursor"),
                            ("cursor=.x", "invalid_cursor"),
                            ("cursor=zzzzzzzzzzz.x", "invalid_cursor")):
            with self.subTest(query):
                self.assert_error(self.ask("GET", f"/api/admin/links?{query}"), 422, code)


class DeleteTest(AdminTestCase):
    def test_the_link_is_gone(self):
        self.app.resource(link_repository).create("https://example.com/", "docs")
        response = self.ask("DELETE", "/api/admin/links/docs")
        self.assertEqual((204, b""), (response.status, response.body))
        self.assertIsNone(self.app.resource(link_repository).find("docs"))
        self.assert_error(self.ask("DELETE", "/api/admin/links/docs"), 404, "not_found")
