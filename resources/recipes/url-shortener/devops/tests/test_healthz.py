"""GET /healthz."""

from .support import AppTestCase


class HealthzTest(AppTestCase):
    def test_answers_200_with_the_version(self):
        response = self.client.get("/healthz")
        self.assertEqual(200, response.status)
        self.assertEqual("ok", response.json()["status"])
        self.assertRegex(response.json()["version"], r"^\d+\.\d+\.\d+$")

    def test_is_never_cached(self):
        self.assertEqual("no-store", self.client.get("/healthz").headers["Cache-Control"])
