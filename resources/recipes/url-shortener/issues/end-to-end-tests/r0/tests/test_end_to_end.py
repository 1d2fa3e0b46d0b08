"""The whole service as its users meet it: a process of its own, real sockets, a real file."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "correct horse battery"
PATIENCE = 20  # seconds until a service that hangs is killed


class Service:
    """A running service on a port that the system picked."""

    def __init__(self, data_dir: str) -> None:
        environment = {**os.environ, "HOST": "127.0.0.1", "PORT": "0", "DATA_DIR": data_dir,
                       "ADMIN_TOKEN": TOKEN, "PYTHONDONTWRITEBYTECODE": "1"}
        for name in ("BASE_URL", "DATABASE", "TRUST_PROXY", "LOG_LEVEL"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "src.shortener"], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._guard = threading.Timer(PATIENCE, self.process.kill)
        self._guard.start()
        line = self.process.stderr.readline()
        found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
        if not found:
            self.stop()
            raise AssertionError(f"the service did not start: {line}")
        self.port = int(found[1])

    def stop(self) -> int:
        """Asks the service to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self.process.stderr.read()
        self.process.stderr.close()
        code = self.process.wait()
        self._guard.cancel()
        return code

    def ask(self, method, path, value=None, **headers):
        """One request; the response and its body, parsed if it is JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        body = None
        if value is not None:
            body, headers["Content-Type"] = json.dumps(value), "application/json"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        is_json = response.headers.get_content_type() == "application/json"
        return response, json.loads(text) if is_json else text


class EndToEndTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.service = Service(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        code = cls.service.stop()
        assert code == 0, f"the service ended with exit code {code}"

    def shorten(self, **body):
        response, link = self.service.ask("POST", "/api/links", body)
        self.assertEqual(201, response.status, link)
        return link

    def test_shorten_follow_and_count(self):
        link = self.shorten(url="https://example.com/long?q=1")
        self.assertEqual(f"http://127.0.0.1:{self.service.port}/{link['code']}", link["short_url"])
        for _ in range(3):
            response, _ = self.service.ask("GET", f"/{link['code']}", Referer="https://a.example/")
            self.assertEqual(302, response.status)
            self.assertEqual("https://example.com/long?q=1", response.headers["Location"])
        _, stats = self.service.ask("GET", f"/api/links/{link['code']}/stats")
        self.assertEqual(3, stats["total"])
        self.assertEqual([{"host": "a.example", "clicks": 3}], stats["referrers"])

    def test_alias_and_expiry_together(self):
        link = self.shorten(url="https://example.com/", alias="launch-day", expires_in=3600)
        self.assertEqual("launch-day", link["code"])
        self.assertTrue(link["custom"])
        self.assertIsNotNone(link["expires_at"])
        response, answer = self.service.ask("POST", "/api/links", {
            "url": "https://example.org/", "alias": "launch-day"})
        self.assertEqual((409, "code_taken"), (response.status, answer["error"]["code"]))

    def test_dangerous_addresses_are_refused(self):
        own = f"http://127.0.0.1:{self.service.port}/x"
        for url in ("javascript:alert(1)", "http://169.254.169.254/", "http://2130706433/", own):
            response, answer = self.service.ask("POST", "/api/links", {"url": url})
            self.assertEqual(422, response.status, answer)

    def test_the_page_and_its_files(self):
        response, page = self.service.ask("GET", "/", Accept="text/html")
        self.assertEqual(200, response.status)
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertIn('<form id="shorten"', page)
        for file in re.findall(r'"(/static/[^"]+)"', page):
            response, _ = self.service.ask("GET", file)
            self.assertEqual(200, response.status, file)

    def test_a_browser_gets_a_page_for_an_unknown_link(self):
        response, page = self.service.ask("GET", "/no-such-link", Accept="text/html")
        self.assertEqual(404, response.status)
        self.assertIn("<h1>", page)

    def test_the_admin_finds_and_deletes(self):
        self.shorten(url="https://example.com/to-be-deleted", alias="short-lived")
        bearer = f"Bearer {TOKEN}"
        _, answer = self.service.ask("GET", "/api/admin/links?search=to-be-deleted",
                                     Authorization=bearer)
        self.assertEqual(["short-lived"], [link["code"] for link in answer["links"]])
        response, _ = self.service.ask("DELETE", "/api/admin/links/short-lived",
                                       Authorization=bearer)
        self.assertEqual(204, response.status)
        response, _ = self.service.ask("GET", "/short-lived")
        self.assertEqual(404, response.status)

    def test_many_at_once(self):
        link = self.shorten(url="https://example.com/busy")
        statuses = []

        def visit():
            for _ in range(10):
                statuses.append(self.service.ask("GET", f"/{link['code']}")[0].status)

        threads = [threading.Thread(target=visit) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([302] * 40, statuses)
        _, stats = self.service.ask("GET", f"/api/links/{link['code']}/stats")
        self.assertEqual(40, stats["total"])


class RestartTest(unittest.TestCase):
    def test_links_and_clicks_survive_a_restart(self):
        with tempfile.TemporaryDirectory() as folder:
            first = Service(folder)
            _, link = first.ask("POST", "/api/links", {"url": "https://example.com/kept"})
            first.ask("GET", f"/{link['code']}")
            self.assertEqual(0, first.stop())
            second = Service(folder)
            self.addCleanup(second.process.kill)
            response, _ = second.ask("GET", f"/{link['code']}")
            _, stats = second.ask("GET", f"/api/links/{link['code']}/stats")
            self.assertEqual(0, second.stop())
        self.assertEqual("https://example.com/kept", response.headers["Location"])
        self.assertEqual(2, stats["total"])


class BadSettingsTest(unittest.TestCase):
    def test_a_bad_port_is_one_clear_line(self):
        done = subprocess.run([sys.executable, "-m", "src.shortener"], cwd=ROOT, text=True,
                              capture_output=True, timeout=PATIENCE,
                              env={**os.environ, "PORT": "eighty"})
        self.assertEqual(2, done.returncode)
        self.assertEqual("shortener: PORT must be a whole number, not 'eighty'\n", done.stderr)
