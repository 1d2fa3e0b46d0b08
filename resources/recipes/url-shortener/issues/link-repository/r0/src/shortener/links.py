"""Links in the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .codes import LENGTH, random_code
from .database import Database, open_database

if TYPE_CHECKING:
    from .app import App

# With a million links the first attempt fails once in 3.5 million times. Attempts grow longer,
# so that even a full space of short codes ends in a code and not in an error.
_ATTEMPTS = 5


class CodeTaken(Exception):
    """The code already leads somewhere."""


@dataclass(frozen=True)
class Link:
    """A short code and where it leads. Times are Unix seconds."""

    code: str
    url: str
    is_custom: bool
    created_at: int
    expires_at: int | None

    def is_expired(self, now: int) -> bool:
        """Whether the link has stopped working; the moment itself is too late."""
        return self.expires_at is not None and self.expires_at <= now


class LinkRepository:
    """Creates, finds, lists and deletes links."""

    def __init__(self, database: Database, now: Callable[[], int],
                 generate: Callable[[int], str] = random_code) -> None:
        self._database = database
        self._now = now
        self._generate = generate

    def create(self, url: str, code: str | None = None, expires_at: int | None = None) -> Link:
        """Stores a link under the code that is wanted, or under a random one.

        Raises CodeTaken if the code that is wanted is in use.
        """
        custom = code is not None
        for attempt in range(_ATTEMPTS):
            wanted = code if code is not None else self._generate(LENGTH + attempt)
            link = Link(wanted, url, custom, self._now(), expires_at)
            if self._insert(link):
                return link
            if custom:
                break
        raise CodeTaken("That short name is taken." if custom else "No free code was found.")

    def find(self, code: str) -> Link | None:
        """The link of a code, also if it has expired."""
        rows = self._database.query("SELECT * FROM links WHERE code = ?", (code,))
        return _link(rows[0]) if rows else None

    def delete(self, code: str) -> bool:
        """Removes a link; whether there was one."""
        return self._database.execute("DELETE FROM links WHERE code = ?", (code,)) > 0

    def delete_expired(self, before: int) -> int:
        """Removes the links that expired before a moment; how many."""
        return self._database.execute("DELETE FROM links WHERE expires_at < ?", (before,))

    def page(self, limit: int, search: str = "",
             after: tuple[int, str] | None = None) -> list[Link]:
        """The newest links whose code or address contains a text.

        `after` is (created_at, code) of the last link of the page before. Pages stay stable
        while links are added, and a late one costs no more than the first.
        """
        created, code = after or (2**62, "")
        pattern = "%" + search.translate({ord(c): f"\\{c}" for c in "\\%_"}) + "%"
        rows = self._database.query(
            """SELECT * FROM links
               WHERE (created_at < :created OR (created_at = :created AND code > :code))
                 AND (code LIKE :pattern ESCAPE '\\' OR url LIKE :pattern ESCAPE '\\')
               ORDER BY created_at DESC, code LIMIT :limit""",
            {"created": created, "code": code, "pattern": pattern, "limit": limit})
        return [_link(row) for row in rows]

    def _insert(self, link: Link) -> bool:
        return self._database.execute(
            """INSERT INTO links (code, url, is_custom, created_at, expires_at)
               VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING""",
            (link.code, link.url, int(link.is_custom), link.created_at, link.expires_at)) > 0


def _link(row: sqlite3.Row) -> Link:
    return Link(row["code"], row["url"], bool(row["is_custom"]), row["created_at"],
                row["expires_at"])


def link_repository(app: App) -> LinkRepository:
    """The application's links: app.resource(link_repository)."""
    return LinkRepository(app.resource(open_database), app.now)
