"""GET /metrics: what the service measures about itself, for Prometheus."""

import hmac

from ..app import App
from ..metrics import app_metrics
from ..routing import route
from ..web import HttpError, Request, Response


@route("GET", "/metrics")
def metrics(app: App, request: Request) -> Response:
    """Open unless METRICS_TOKEN is set; then it has to come as a bearer token."""
    token = app.settings.text("METRICS_TOKEN")
    given = request.headers.get("authorization", "")
    if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise HttpError(401, "unauthorized", "A bearer token is needed.",
                        {"WWW-Authenticate": 'Bearer realm="metrics"'})
    return Response(body=app.resource(app_metrics).text().encode(),
                    content_type="text/plain; version=0.0.4; charset=utf-8",
                    headers={"Cache-Control": "no-store"})
