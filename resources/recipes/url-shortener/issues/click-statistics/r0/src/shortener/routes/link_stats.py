"""GET /api/links/{code}/stats: how often a link was followed."""

from __future__ import annotations

from ..app import App
from ..clicks import Count, click_repository
from ..links import link_repository
from ..routing import route
from ..web import HttpError, Request, Response, json_response

DEFAULT_DAYS = 30
MAX_DAYS = 366


@route("GET", "/api/links/{code}/stats")
def link_stats(app: App, request: Request) -> Response:
    """Total, days in UTC, referring hosts and browsers; ?days= says how far back the days go."""
    link = app.resource(link_repository).find(request.params["code"])
    if link is None:
        raise HttpError(404, "not_found", "There is no such link.")
    days = _days(request.query.get("days", str(DEFAULT_DAYS)))
    clicks = app.resource(click_repository)
    return json_response({
        "code": link.code,
        "url": link.url,
        "total": clicks.total(link.code),
        "days": _counts("date", clicks.per_day(link.code, app.now(), days)),
        "referrers": _counts("host", clicks.referrers(link.code)),
        "browsers": _counts("browser", clicks.browsers(link.code)),
    })


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MAX_DAYS):
        raise HttpError(422, "invalid_days", f"days is a number from 1 to {MAX_DAYS}.")
    return int(text)


def _counts(key: str, counts: list[Count]) -> list[dict[str, str | int]]:
    return [{key: count.name, "clicks": count.clicks} for count in counts]
