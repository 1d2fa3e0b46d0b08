"""How the API shows a link."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .links import Link
from .web import Request

if TYPE_CHECKING:
    from .app import App


def timestamp(seconds: int | None) -> str | None:
    """Unix seconds as RFC 3339 in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def link_view(app: App, request: Request, link: Link) -> dict[str, Any]:
    """The JSON object of a link, the same wherever a link is shown."""
    return {
        "code": link.code,
        "short_url": app.public_url(request, f"/{link.code}"),
        "url": link.url,
        "custom": link.is_custom,
        "created_at": timestamp(link.created_at),
        "expires_at": timestamp(link.expires_at),
        "expired": link.is_expired(app.now()),
    }
