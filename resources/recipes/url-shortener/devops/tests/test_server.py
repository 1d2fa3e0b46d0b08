"""The server, over a real socket on a port that the system picks."""

import http.client
import threading
import unittest

from src.shortener.app import App
from src.shortener.config import Settings
from src.shortener.server import MAX_BODY, Server


class ServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        app = App(Settings.from_environment({"DATABASE": ":memory:"}))
        cls.addClassCleanup(app.close)
        cls.server = Server(app, "127.0.0.1", 0)
        cls.addClassCleanup(cls.server.server_close)
        thread = threading.Thread(target=cls.server.serve_forever, args=(0.01,))
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.server.shutdown)

    def setUp(self):
        self.http = http.client.HTTPConnection(*self.server.server_address, timeout=5)
        self.addCleanup(self.http.close)

    def ask(self, method, path, **arguments):
        self.http.request(method, path, **arguments)
        response = self.http.getresponse()
        return response, response.read()

    def test_a_connection_serves_several_requests(self):
        for _ in range(2):
            response, body = self.ask("GET", "/healthz")
            self.assertEqual(200, response.status)
            self.assertIn(b'"ok"', body)

    def test_head_has_headers_and_no_body(self):
        response, body = self.ask("HEAD", "/healthz")
        self.assertEqual(200, response.status)
        self.assertGreater(int(response.headers["Content-Length"]), 0)
        self.assertEqual(b"", body)

    def test_a_body_that_is_too_large_is_refused_unread(self):
        response, _ = self.ask("POST", "/healthz", headers={"Content-Length": str(MAX_BODY + 1)})
        self.assertEqual(413, response.status)
        self.assertEqual("close", response.headers["Connection"])

    def test_bad_lengths_are_refused(self):
        response, _ = self.ask("POST", "/healthz", headers={"Content-Length": "-5"})
        self.assertEqual(400, response.status)

    def test_chunked_bodies_are_refused(self):
        response, _ = self.ask("POST", "/healthz", headers={"Transfer-Encoding": "chunked"})
        self.assertEqual(411, response.status)

    def test_the_banner_does_not_tell_the_python_version(self):
        response, _ = self.ask("GET", "/healthz")
        self.assertRegex(response.headers["Server"], r"^shortener/[\d.]+$")
