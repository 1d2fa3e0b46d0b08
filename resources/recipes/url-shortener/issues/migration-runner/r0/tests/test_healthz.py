"""GET /healthz."""

import tempfile
from pathlib import Path

from .support import AppTestCase


class HealthzTest(AppTestCase):
    def test_answers_200_with_the_version(self):
        response = self.client.get("/healthz")
        self.assertEqual(200, response.status)
        self.assertEqual("ok", response.json()["status"])
        self.assertRegex(response.json()["version"], r"^\d+\.\d+\.\d+$")

    def test_is_never_cached(self):
        self.assertEqual("no-store", self.client.get("/healthz").headers["Cache-Control"])

    def test_reports_the_schema(self):
        answer = self.client.get("/healthz").json()
        self.assertEqual("ok", answer["database"])
        self.assertGreaterEqual(answer["schema"], 1)


class BrokenDatabaseTest(AppTestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name, "broken.db")
        path.write_bytes(b"this is no database " * 100)
        self.environment = {"DATABASE": str(path)}
        super().setUp()

    def test_answers_503_and_keeps_the_reason_for_the_log(self):
        with self.assertLogs("shortener.healthz", "ERROR"):
            response = self.client.get("/healthz")
        self.assertEqual(503, response.status)
        self.assertEqual("unavailable", response.json()["database"])
        self.assertNotIn("broken.db", response.text)
