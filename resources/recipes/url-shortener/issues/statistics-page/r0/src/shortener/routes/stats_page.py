"""GET /stats/{code}: the statistics of a link as a page."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ..app import App
from ..charts import bar_chart
from ..clicks import Count, click_repository
from ..links import link_repository
from ..routing import route
from ..templates import Html, page
from ..web import HttpError, Request, Response, html_response

DAYS = 30


@route("GET", "/stats/{code}")
def stats_page(app: App, request: Request) -> Response:
    """Works without scripts. The chart shows what the table below it says."""
    link = app.resource(link_repository).find(request.params["code"])
    if link is None:
        raise HttpError(404, "not_found", "There is no such link.")
    clicks = app.resource(click_repository)
    days = clicks.per_day(link.code, app.now(), DAYS)
    total, recent = clicks.total(link.code), sum(day.clicks for day in days)
    chart = bar_chart(f"{recent} clicks in the last {DAYS} days",
                      [day.name for day in days], [day.clicks for day in days])
    return html_response(page(
        "stats", f"Statistics of {link.code}", style="stats.css",
        code=link.code, short_url=app.public_url(request, f"/{link.code}"), url=link.url,
        state="expired" if link.is_expired(app.now()) else "active",
        total=total, recent=recent, today=days[-1].clicks, chart=Html(chart),
        days=_rows([day for day in reversed(days) if day.clicks]),
        referrers=_rows(clicks.referrers(link.code), "direct or unknown"),
        browsers=_rows(clicks.browsers(link.code))))


def _rows(counts: Sequence[Count], unnamed: str = "") -> Html:
    if not counts:
        return Html('<tr><td colspan="2" class="hint">No clicks yet.</td></tr>')
    return Html("\n".join(
        f'<tr><td>{html.escape(count.name or unnamed)}</td>'
        f'<td class="number">{count.clicks}</td></tr>' for count in counts))
