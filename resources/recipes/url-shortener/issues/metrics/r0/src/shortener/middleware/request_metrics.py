"""Counts and times every request."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..metrics import app_metrics
from ..web import Request, Response

if TYPE_CHECKING:
    from ..app import App

ORDER = 20

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def wrap(app: App, handle: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Labels hold the pattern of a route, never a path: visitors must not make new series."""
    metrics = app.resource(app_metrics)

    def measured(request: Request) -> Response:
        started = time.perf_counter()
        response = handle(request)
        route = request.route or "none"
        method = request.method if request.method in _METHODS else "other"
        metrics.requests.add(method, route, str(response.status))
        metrics.seconds.observe(time.perf_counter() - started, route)
        return response

    return measured
