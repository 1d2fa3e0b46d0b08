"""GET /{code}: sends the visitor on and counts the click."""

import logging
import sqlite3

from ..app import App
from ..clicks import click_repository
from ..links import link_repository
from ..routing import route
from ..web import HttpError, Request, Response

_log = logging.getLogger("shortener.redirect")


@route("GET", "/{code}")
def follow(app: App, request: Request) -> Response:
    """302 to where the link leads, 404 without a link, 410 after its time.

    Not 301: browsers keep that for good, and neither expiry nor deletion would reach them.
    """
    link = app.resource(link_repository).find(request.params["code"])
    if link is None:
        raise HttpError(404, "not_found", "There is no such link.")
    if link.is_expired(app.now()):
        raise HttpError(410, "expired", "This link has expired.")
    if _is_visit(request):
        _count(app, request, link.code)
    return Response(302, headers={
        "Location": link.url,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer-when-downgrade",
    })


def _is_visit(request: Request) -> bool:
    """Whether somebody wants to go there now, and is not only looking ahead."""
    purpose = request.headers.get("sec-purpose") or request.headers.get("purpose", "")
    return request.method == "GET" and "prefetch" not in purpose.lower()


def _count(app: App, request: Request, code: str) -> None:
    try:
        app.resource(click_repository).record(
            code, app.now(), request.headers.get("referer", ""),
            request.headers.get("user-agent", ""))
    except sqlite3.Error as error:
        # A full disk or a link deleted this instant: the visitor gets where they want anyway.
        _log.warning("click of %s not counted: %s", code, error)
