"""The application: takes a request through middleware to its route, and owns what routes share."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from . import middleware, routes
from .config import Settings
from .routing import Router, modules_of, routes_of
from .web import HttpError, Request, Response, error_response

T = TypeVar("T")

_log = logging.getLogger("shortener")
_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


class App:
    """Stateless but for its resources, and safe to use from many threads at once."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self._clock = clock
        self._router = Router(routes_of(routes))
        self._resources: dict[Callable[[App], Any], Any] = {}
        self._lock = threading.RLock()
        self._handle: Callable[[Request], Response] = self._dispatch
        for module in sorted(modules_of(middleware), key=lambda m: m.ORDER, reverse=True):
            self._handle = module.wrap(self, self._handle)

    def handle(self, request: Request) -> Response:
        """Answers a request. Never raises."""
        return self._handle(request)

    def now(self) -> int:
        """The time in Unix seconds."""
        return int(self._clock())

    def resource(self, factory: Callable[[App], T]) -> T:
        """What factory(app) makes, made once: a database, a repository, a registry …"""
        with self._lock:
            if factory not in self._resources:
                self._resources[factory] = factory(self)
            return self._resources[factory]

    def public_url(self, request: Request, path: str) -> str:
        """The full address of a path, as a visitor would write it."""
        if self.settings.base_url:
            return self.settings.base_url + path
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            raise HttpError(400, "invalid_host", "The Host header is missing or malformed.")
        secure = self.settings.trust_proxy and request.headers.get("x-forwarded-proto") == "https"
        return f"{'https' if secure else 'http'}://{host}{path}"

    def close(self) -> None:
        """Closes the resources that can be closed, the latest first."""
        with self._lock:
            while self._resources:
                _, resource = self._resources.popitem()
                if hasattr(resource, "close"):
                    resource.close()

    def _dispatch(self, request: Request) -> Response:
        try:
            return self._router.find(request).handler(self, request)
        except HttpError as error:
            return error_response(error)
        except Exception:
            _log.exception("%s %s failed", request.method, request.path)
            return error_response(HttpError(500, "internal", "Something went wrong on our side."))
