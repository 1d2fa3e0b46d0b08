"""Pages from templates."""

import unittest

from src.shortener.templates import Html, fill, page


class TemplateTest(unittest.TestCase):
    def test_values_are_escaped(self):
        text = fill("error", status=404, heading="<b>", message='"&\'')
        self.assertIn("&lt;b&gt;", text)
        self.assertIn("&quot;&amp;&#x27;", text)

    def test_html_is_left_alone(self):
        self.assertIn("<b>", fill("error", status=1, heading=Html("<b>"), message=""))

    def test_a_forgotten_value_is_an_error(self):
        with self.assertRaises(KeyError):
            fill("error", status=404)

    def test_a_page_has_title_script_and_style(self):
        text = page("error", "A < B", script="x.js", style="x.css",
                    status=1, heading="", message="")
        self.assertIn("<title>A &lt; B</title>", text)
        self.assertIn('<script src="/static/x.js" defer></script>', text)
        self.assertIn('<link rel="stylesheet" href="/static/x.css">', text)
