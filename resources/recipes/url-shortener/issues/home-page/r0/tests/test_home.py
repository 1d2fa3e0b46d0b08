"""GET /."""

from html.parser import HTMLParser

from .support import AppTestCase


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self):
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


class HomePageTest(AppTestCase):
    def setUp(self):
        super().setUp()
        self.response = self.client.get("/", accept="text/html")
        self.page = Page(self.response.text)

    def test_is_a_page(self):
        self.assertEqual(200, self.response.status)
        self.assertEqual("text/html; charset=utf-8", self.response.content_type)
        self.assertEqual([{"lang": "en"}], self.page.all("html"))
        self.assertEqual(1, len(self.page.all("h1")))

    def test_every_field_has_a_label(self):
        labelled = {label["for"] for label in self.page.all("label")}
        for field in self.page.all("input") + self.page.all("select"):
            self.assertIn(field["id"], labelled)

    def test_references_lead_somewhere(self):
        ids = self.page.ids()
        self.assertEqual(len(set(ids)), len(ids))
        for _, attributes in self.page.elements:
            for name in ("aria-describedby", "aria-labelledby"):
                for target in attributes.get(name, "").split():
                    self.assertIn(target, ids)

    def test_files_of_the_page_exist(self):
        files = [element["src"] for element in self.page.all("script") + self.page.all("img")]
        files += [element["href"] for element in self.page.all("link")]
        self.assertGreaterEqual(len(files), 3)
        for file in files:
            self.assertEqual(200, self.client.get(file).status, file)

    def test_messages_are_announced(self):
        live = [attributes for _, attributes in self.page.elements if "aria-live" in attributes]
        self.assertEqual(["message"], [attributes["id"] for attributes in live])

    def test_nothing_is_loaded_from_elsewhere(self):
        self.assertNotIn("//", self.response.text.replace("https://example.com", ""))
