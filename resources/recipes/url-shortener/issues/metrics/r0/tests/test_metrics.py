"""Counters, histograms and GET /metrics."""

import unittest

from src.shortener.metrics import Counter, Histogram

from .support import AppTestCase


class CounterTest(unittest.TestCase):
    def test_text_format(self):
        counter = Counter("c_total", "Help.", ("a", "b"))
        counter.add("y", "1")
        counter.add("x", "1", amount=2)
        counter.add("x", "1")
        self.assertEqual(["# HELP c_total Help.", "# TYPE c_total counter",
                          'c_total{a="x",b="1"} 3', 'c_total{a="y",b="1"} 1'],
                         list(counter.lines()))

    def test_labels_are_escaped(self):
        counter = Counter("c_total", "Help.", ("a",))
        counter.add('quote " slash \\ line \n')
        self.assertEqual(r'c_total{a="quote \" slash \\ line \n"} 1', list(counter.lines())[-1])


class HistogramTest(unittest.TestCase):
    def test_buckets_are_cumulative(self):
        histogram = Histogram("h", "Help.", ("a",), (0.1, 1.0))
        for value in (0.05, 0.1, 0.5, 7):
            histogram.observe(value, "x")
        self.assertEqual(['h_bucket{a="x",le="0.1"} 2', 'h_bucket{a="x",le="1.0"} 3',
                          'h_bucket{a="x",le="+Inf"} 4', 'h_sum{a="x"} 7.650000',
                          'h_count{a="x"} 4'], list(histogram.lines())[2:])


class MetricsRouteTest(AppTestCase):
    def test_is_open_without_a_token(self):
        response = self.client.get("/metrics")
        self.assertEqual(200, response.status)
        self.assertEqual("text/plain; version=0.0.4; charset=utf-8", response.content_type)
        self.assertIn("# TYPE shortener_http_requests_total counter\n", response.text)


class MetricsTokenTest(AppTestCase):
    environment = {"METRICS_TOKEN": "s3cret"}

    def test_the_token_is_needed_when_set(self):
        for header in ("", "Bearer wrong", "Bearer s3cret2", "s3cret", "Bearer ä"):
            with self.subTest(header):
                response = self.client.get("/metrics", authorization=header)
                self.assert_error(response, 401, "unauthorized")
                self.assertIn("Bearer", response.headers["WWW-Authenticate"])
        self.assertEqual(200, self.client.get("/metrics", authorization="Bearer s3cret").status)
