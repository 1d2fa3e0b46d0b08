"""The repository of links."""

import threading
import unittest

from src.shortener.database import Database
from src.shortener.links import CodeTaken, LinkRepository

from .support import NOON, Clock

URL = "https://example.com/"


class LinkRepositoryTest(unittest.TestCase):
    def setUp(self):
        database = Database(":memory:")
        self.addCleanup(database.close)
        self.clock = Clock()
        self.lengths = []
        self.codes = iter(())
        self.links = LinkRepository(database, lambda: int(self.clock()), self.generate)

    def generate(self, length):
        self.lengths.append(length)
        return next(self.codes)

    def test_a_link_is_found_as_it_was_created(self):
        self.codes = iter(["abc1234"])
        link = self.links.create(URL, expires_at=NOON + 60)
        self.assertEqual(("abc1234", URL, False, NOON, NOON + 60),
                         (link.code, link.url, link.is_custom, link.created_at, link.expires_at))
        self.assertEqual(link, self.links.find("abc1234"))

    def test_codes_are_case_sensitive(self):
        self.links.create(URL, "Docs1")
        self.assertIsNone(self.links.find("docs1"))

    def test_a_collision_tries_again_with_longer_codes(self):
        self.links.create(URL, "aaaaaaa")
        self.codes = iter(["aaaaaaa", "aaaaaaa", "bbbbbbbbb"])
        self.assertEqual("bbbbbbbbb", self.links.create(URL).code)
        self.assertEqual([7, 8, 9], self.lengths)

    def test_giving_up_is_an_error_and_not_a_loop(self):
        self.links.create(URL, "aaaaaaa")
        self.codes = iter(["aaaaaaa"] * 5)
        with self.assertRaises(CodeTaken):
            self.links.create(URL)

    def test_a_wanted_code_is_never_replaced(self):
        self.links.create(URL, "docs")
        with self.assertRaises(CodeTaken):
            self.links.create("https://example.org/", "docs")
        self.assertEqual(URL, self.links.find("docs").url)

    def test_one_of_many_gets_the_code(self):
        won = []

        def attempt(n):
            try:
                won.append(self.links.create(f"{URL}{n}", "race"))
            except CodeTaken:
                pass

        threads = [threading.Thread(target=attempt, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([self.links.find("race")], won)

    def test_delete(self):
        self.links.create(URL, "gone")
        self.assertTrue(self.links.delete("gone"))
        self.assertFalse(self.links.delete("gone"))
        self.assertIsNone(self.links.find("gone"))

    def test_expiry_is_exact(self):
        link = self.links.create(URL, "soon", NOON + 60)
        self.assertFalse(link.is_expired(NOON + 59))
        self.assertTrue(link.is_expired(NOON + 60))
        self.assertFalse(self.links.create(URL, "never").is_expired(2**40))

    def test_delete_expired_spares_the_others(self):
        self.links.create(URL, "old", NOON + 10)
        self.links.create(URL, "new", NOON + 99)
        self.links.create(URL, "never")
        self.assertEqual(1, self.links.delete_expired(NOON + 50))
        self.assertEqual({"new", "never"}, {link.code for link in self.links.page(10)})

    def test_pages_are_complete_and_newest_first(self):
        for number in range(7):
            self.clock.time = NOON + number // 3  # several links in one second
            self.links.create(URL, f"code{number}")
        seen, after = [], None
        while page := self.links.page(2, after=after):
            seen += [link.code for link in page]
            after = (page[-1].created_at, page[-1].code)
        self.assertEqual("code6 code3 code4 code5 code0 code1 code2".split(), seen)

    def test_search_takes_wildcards_literally(self):
        self.links.create("https://example.com/100%25", "percent")
        self.links.create("https://example.com/a_b", "under_score")
        self.links.create("https://example.org/", "plain")

        def found(text):
            return [link.code for link in self.links.page(10, text)]

        self.assertEqual(["percent"], found("100%"))
        self.assertEqual(["under_score"], found("_"))
        self.assertEqual(["plain"], found("EXAMPLE.ORG"))
        self.assertEqual(["plain"], found("lai"))
        self.assertEqual([], found("\\"))
