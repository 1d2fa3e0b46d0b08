"""Requests are counted and timed."""

from .support import AppTestCase


class RequestMetricsTest(AppTestCase):
    def test_requests_are_counted_by_method_route_and_status(self):
        self.client.get("/healthz")
        self.client.get("/healthz?x=1")
        self.client.send("POST", "/healthz")
        text = self.client.get("/metrics").text
        self.assertIn('shortener_http_requests_total{method="GET",route="/healthz",status="200"} 2',
                      text)
        self.assertIn('{method="POST",route="none",status="405"} 1', text)
        self.assertIn('shortener_http_request_seconds_count{route="/healthz"} 2', text)

    def test_visitors_cannot_make_new_series(self):
        for number in range(20):
            self.client.get(f"/no/such/page/{number}")
            self.client.send(f"X{number}", "/no/such/page")
        name = "shortener_http_requests_total"
        lines = [line.removeprefix(name)
                 for line in self.client.get("/metrics").text.splitlines()
                 if line.startswith(name)]
        self.assertEqual(['{method="GET",route="none",status="404"} 20',
                          '{method="other",route="none",status="404"} 20'], lines)
