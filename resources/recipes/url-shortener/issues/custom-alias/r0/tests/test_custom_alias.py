"""Links with a name of one's own choice."""

from src.shortener.links import link_repository

from .support import AppTestCase


class CustomAliasTest(AppTestCase):
    def create(self, alias, url="https://example.com/"):
        return self.client.post("/api/links", {"url": url, "alias": alias})

    def test_the_alias_becomes_the_code(self):
        response = self.create("Team-Lunch_2026")
        self.assertEqual(201, response.status, response.text)
        link = response.json()
        self.assertEqual("Team-Lunch_2026", link["code"])
        self.assertEqual("http://sho.rt/Team-Lunch_2026", link["short_url"])
        self.assertTrue(link["custom"])

    def test_a_taken_alias_is_409_and_the_first_link_stays(self):
        self.create("wiki")
        self.assert_error(self.create("wiki", "https://example.org/"), 409, "code_taken")
        link = self.app.resource(link_repository).find("wiki")
        self.assertEqual("https://example.com/", link.url)

    def test_case_makes_a_difference(self):
        self.assertEqual(201, self.create("wiki").status)
        self.assertEqual(201, self.create("WIKI").status)

    def test_bad_aliases_are_refused(self):
        for alias in ("", "ab", "a" * 33, "a b", "a/b", "../x", "-abc", "abc-", "übung",
                      "a.b", "abc\n", 123, ["abc"], False):
            with self.subTest(alias):
                self.assert_error(self.create(alias), 422, "invalid_alias")

    def test_the_limits_are_inclusive(self):
        for alias in ("abc", "a" * 32, "a-b", "0_0"):
            with self.subTest(alias):
                self.assertEqual(201, self.create(alias).status)

    def test_words_of_the_service_are_reserved(self):
        for alias in ("api", "Admin", "HEALTHZ", "static", "stats"):
            with self.subTest(alias):
                self.assert_error(self.create(alias), 422, "reserved_alias")

    def test_null_means_no_alias(self):
        link = self.create(None).json()
        self.assertFalse(link["custom"])
        self.assertRegex(link["code"], r"^[0-9A-Za-z]{7}$")
