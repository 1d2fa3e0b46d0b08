"""Deletes links that expired long ago: python3 -m src.shortener.purge [DAYS].

Run it once a day. Until then an expired link answers 410 and keeps its code, so that no other
link can take the place of one that people still have in their mails.
"""

from __future__ import annotations

import logging
import sys

from .app import App
from .config import Settings
from .links import link_repository
from .logs import configure_logging

GRACE_DAYS = 30

_log = logging.getLogger("shortener.purge")


def purge(app: App, days: int = GRACE_DAYS) -> int:
    """Deletes what expired more than `days` days ago; how many links."""
    return app.resource(link_repository).delete_expired(app.now() - days * 24 * 3600)


def main(arguments: list[str]) -> int:
    """The exit code: 0, or 2 for wrong usage."""
    if len(arguments) > 1 or not all(text.isdecimal() for text in arguments):
        sys.stderr.write("usage: python3 -m src.shortener.purge [DAYS]\n")
        return 2
    configure_logging()
    app = App(Settings.from_environment())
    try:
        count = purge(app, int(arguments[0]) if arguments else GRACE_DAYS)
    finally:
        app.close()
    _log.info("deleted %d expired links", count)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
