"""Bar charts."""

import unittest
import xml.etree.ElementTree as xml

from src.shortener.charts import bar_chart


class BarChartTest(unittest.TestCase):
    def bars(self, values):
        chart = xml.fromstring(bar_chart("Title", [f"n{v}" for v in values], values))
        return [(float(bar.get("y")), float(bar.get("height"))) for bar in chart.iter("rect")]

    def test_heights_are_in_proportion_and_stand_on_the_axis(self):
        bars = self.bars([0, 5, 10])
        self.assertEqual([0, 74, 148], [height for _, height in bars])
        self.assertEqual({156.0}, {y + height for y, height in bars})

    def test_one_click_among_many_is_still_seen(self):
        self.assertEqual(2, self.bars([1, 100000])[0][1])

    def test_nothing_but_zeros(self):
        self.assertEqual([0, 0], [height for _, height in self.bars([0, 0])])
        self.assertEqual([], self.bars([]))

    def test_texts_are_escaped(self):
        chart = bar_chart('"<x>', ["<b>"], [1])
        self.assertNotIn("<b>", chart)
        self.assertEqual('"<x>', xml.fromstring(chart).get("aria-label"))
