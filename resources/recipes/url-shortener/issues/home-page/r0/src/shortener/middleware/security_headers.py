"""Headers that tell browsers what our pages never do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..web import Request, Response

if TYPE_CHECKING:
    from ..app import App

ORDER = 10

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
                               "img-src 'self'; connect-src 'self'; form-action 'self'; "
                               "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def wrap(app: App, handle: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Adds the headers to every response; a route that sets one of them itself knows why."""

    def secured(request: Request) -> Response:
        response = handle(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return secured
