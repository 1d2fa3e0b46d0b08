"""The admin's API: GET /api/admin/links lists and searches, DELETE removes a link."""

from __future__ import annotations

from ..admin_access import require_admin
from ..app import App
from ..codes import decode, encode
from ..link_view import link_view
from ..links import Link, link_repository
from ..routing import route
from ..web import HttpError, Request, Response, json_response

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


@route("GET", "/api/admin/links")
def list_links(app: App, request: Request) -> Response:
    """?search=, ?limit= and ?cursor=; `next` is the cursor of the next page, or null."""
    require_admin(app, request)
    limit = _limit(request.query.get("limit", str(DEFAULT_LIMIT)))
    links = app.resource(link_repository).page(
        limit + 1, request.query.get("search", "").strip()[:200],
        _position(request.query.get("cursor", "")))
    more = len(links) > limit
    return json_response({
        "links": [link_view(app, request, link) for link in links[:limit]],
        "next": _cursor(links[limit - 1]) if more else None,
    })


@route("DELETE", "/api/admin/links/{code}")
def delete_link(app: App, request: Request) -> Response:
    """204 when the link and its clicks are gone, 404 if there was none."""
    require_admin(app, request)
    if not app.resource(link_repository).delete(request.params["code"]):
        raise HttpError(404, "not_found", "There is no such link.")
    return Response(204)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MAX_LIMIT):
        raise HttpError(422, "invalid_limit", f"limit is a number from 1 to {MAX_LIMIT}.")
    return int(text)


def _cursor(link: Link) -> str:
    return f"{encode(link.created_at)}.{link.code}"


def _position(cursor: str) -> tuple[int, str] | None:
    if not cursor:
        return None
    time, _, code = cursor.partition(".")
    try:
        if len(time) > 10:
            raise ValueError(time)
        return decode(time), code
    except ValueError:
        raise HttpError(422, "invalid_cursor", "That cursor is not one of ours.") from None
