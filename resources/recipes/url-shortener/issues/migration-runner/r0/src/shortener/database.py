"""The SQLite database: opening, migrating, transactions."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import App

MIGRATIONS = Path(__file__).resolve().parents[2] / "db" / "migrations"


class MigrationError(RuntimeError):
    """The database and the migrations do not fit together."""


class Database:
    """One file, one connection, one thread at a time.

    SQLite has one writer anyway, and our statements take microseconds: a lock around one
    connection is simpler than a pool and, measured, not slower.
    """

    def __init__(self, path: str, migrations: Path = MIGRATIONS) -> None:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, timeout=10, isolation_level=None,
                                           check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        try:
            # With a write-ahead log, NORMAL loses the last moments in a power cut, never the file.
            self._connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                                           "PRAGMA foreign_keys = ON;")
            self._migrate(migrations)
        except BaseException:
            self.close()
            raise

    @property
    def version(self) -> int:
        """The number of the last migration that was applied."""
        return self.query("PRAGMA user_version")[0][0]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside happens, or nothing of it. Not to be nested."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Runs one statement in a transaction of its own; how many rows it changed."""
        with self.transaction() as connection:
            return connection.execute(sql, parameters).rowcount

    def close(self) -> None:
        """Ends the connection; also writes the log back into the file."""
        with self._lock:
            self._connection.close()

    def _migrate(self, folder: Path) -> None:
        files = sorted(folder.glob("*.sql"))
        if not files:
            raise MigrationError(f"no migrations in {folder}")
        for number, file in enumerate(files, 1):
            if not file.name.startswith(f"{number:04}_"):
                raise MigrationError(f"{file.name} should have number {number:04}")
        if self.version > len(files):
            raise MigrationError(f"the database has version {self.version}, this program knows "
                                 f"{len(files)}; start the newer program")
        for number, file in enumerate(files, 1):
            with self.transaction() as connection:
                # Asked again under the write lock: another process may have been faster.
                if self.version >= number:
                    continue
                for statement in statements(file.read_text("utf-8")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


def statements(script: str) -> Iterator[str]:
    """Splits a script. executescript() is no help: it commits before it starts."""
    pending = ""
    for piece in re.split(r"(?<=;)", script):
        pending += piece
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending


def open_database(app: App) -> Database:
    """The application's database: app.resource(open_database)."""
    return Database(app.settings.database)
