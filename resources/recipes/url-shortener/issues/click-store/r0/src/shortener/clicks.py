"""Clicks in the database: how often links were followed, when, and from where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .database import Database, open_database

if TYPE_CHECKING:
    from .app import App

DAY = 24 * 3600

# The first that fits counts: nearly every browser claims to be several others as well.
_BROWSERS = (
    ("bot", re.compile(r"bot\b|crawl|spider|preview|facebookexternalhit|curl|wget|python", re.I)),
    ("edge", re.compile(r"Edg(e|A|iOS)?/")),
    ("opera", re.compile(r"OPR/|Opera")),
    ("firefox", re.compile(r"Firefox/|FxiOS/")),
    ("chrome", re.compile(r"Chrome/|CriOS/")),
    ("safari", re.compile(r"Safari/")),
)


@dataclass(frozen=True)
class Count:
    """How many clicks something got."""

    name: str
    clicks: int


class ClickRepository:
    """Records clicks and counts them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, code: str, at: int, referrer: str = "", user_agent: str = "") -> None:
        """Notes one click of an existing link. Keeps the referrer's host and the browser's name."""
        self._database.execute(
            "INSERT INTO clicks (code, at, referrer, browser) VALUES (?, ?, ?, ?)",
            (code, at, referrer_host(referrer), browser_of(user_agent)))

    def total(self, code: str) -> int:
        """All clicks of a link."""
        return self._database.query("SELECT count(*) FROM clicks WHERE code = ?", (code,))[0][0]

    def per_day(self, code: str, now: int, days: int) -> list[Count]:
        """Clicks of the last `days` days in UTC, the oldest first, also the days without any."""
        first = now // DAY - days + 1
        rows = self._database.query(
            """SELECT at / 86400 AS day, count(*) AS clicks FROM clicks
               WHERE code = ? AND at >= ? GROUP BY day""", (code, first * DAY))
        clicks = {row["day"]: row["clicks"] for row in rows}
        return [Count(datetime.fromtimestamp(day * DAY, UTC).date().isoformat(),
                      clicks.get(day, 0))
                for day in range(first, first + days)]

    def referrers(self, code: str, limit: int = 10) -> list[Count]:
        """The hosts that most clicks came from; the name is empty for direct visits."""
        return self._top("referrer", code, limit)

    def browsers(self, code: str, limit: int = 10) -> list[Count]:
        """The families of browsers that most clicks came from."""
        return self._top("browser", code, limit)

    def _top(self, column: str, code: str, limit: int) -> list[Count]:
        rows = self._database.query(
            f"""SELECT {column} AS name, count(*) AS clicks FROM clicks WHERE code = ?
                GROUP BY name ORDER BY clicks DESC, name LIMIT ?""", (code, limit))
        return [Count(row["name"], row["clicks"]) for row in rows]


def referrer_host(referrer: str) -> str:
    """The host of an address; empty for everything else. Paths may hold private things."""
    try:
        parts = urlsplit(referrer)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host[:253] if parts.scheme in {"http", "https"} else ""


def browser_of(user_agent: str) -> str:
    """The family of a browser: chrome, firefox … or bot, or other."""
    for name, pattern in _BROWSERS:
        if pattern.search(user_agent[:512]):
            return name
    return "other"


def click_repository(app: App) -> ClickRepository:
    """The application's clicks: app.resource(click_repository)."""
    return ClickRepository(app.resource(open_database))
