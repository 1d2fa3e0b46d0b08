"""Patterns, precedence and the errors of the router."""

import unittest

from src.shortener.routing import Route, Router
from src.shortener.web import HttpError, Request


def _handler(app, request):
    raise AssertionError("never called")


class RouterTest(unittest.TestCase):
    def setUp(self):
        self.router = Router([
            Route("GET", "/{code}", _handler),
            Route("GET", "/healthz", _handler),
            Route("POST", "/api/links", _handler),
            Route("GET", "/api/links/{code}", _handler),
        ])

    def find(self, method, path):
        request = Request(method, path)
        self.router.find(request)
        return request

    def test_literal_segments_win(self):
        self.assertEqual("/healthz", self.find("GET", "/healthz").route)
        self.assertEqual("/{code}", self.find("GET", "/abc").route)

    def test_parameters_are_decoded(self):
        self.assertEqual({"code": "a/b"}, self.find("GET", "/api/links/a%2Fb").params)

    def test_the_query_is_not_part_of_the_path(self):
        request = self.find("GET", "/abc?x=1&y=")
        self.assertEqual({"code": "abc"}, request.params)
        self.assertEqual({"x": "1", "y": ""}, request.query)

    def test_head_is_answered_like_get(self):
        self.assertEqual("/healthz", self.find("HEAD", "/healthz").route)

    def test_unknown_paths_are_404(self):
        for path in ("/", "/a/b", "//", "/api/links/", "/api/links/a/b"):
            with self.subTest(path), self.assertRaises(HttpError) as caught:
                self.find("GET", path)
            self.assertEqual(404, caught.exception.status)

    def test_other_methods_are_405_and_say_what_is_allowed(self):
        with self.assertRaises(HttpError) as caught:
            self.find("PUT", "/healthz")
        self.assertEqual(405, caught.exception.status)
        self.assertEqual("GET, HEAD", caught.exception.headers["Allow"])
