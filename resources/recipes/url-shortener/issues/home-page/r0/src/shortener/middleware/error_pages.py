"""Errors as pages for people. Programs keep getting JSON."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from ..templates import page
from ..web import Request, Response, html_response

if TYPE_CHECKING:
    from ..app import App

ORDER = 15

_HEADINGS = {
    404: "Nothing here.",
    410: "This link has expired.",
    429: "Slow down a little.",
    500: "That should not have happened.",
}


def wrap(app: App, handle: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Replaces the body of an error outside the API when a browser asks for HTML."""

    def with_pages(request: Request) -> Response:
        response = handle(request)
        if response.status < 400 or request.path.startswith("/api/") or not request.accepts_html():
            return response
        heading = _HEADINGS.get(response.status) or HTTPStatus(response.status).phrase
        text = page("error", heading, status=response.status, heading=heading,
                    message=response.json()["error"]["message"])
        return html_response(text, response.status, response.headers)

    return with_pages
