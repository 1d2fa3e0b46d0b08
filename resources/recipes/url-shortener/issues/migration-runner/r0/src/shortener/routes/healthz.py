"""GET /healthz: is the service up, and can it reach its database?"""

import logging
import sqlite3

from .. import __version__
from ..app import App
from ..database import MigrationError, open_database
from ..routing import route
from ..web import Request, Response, json_response

_log = logging.getLogger("shortener.healthz")


@route("GET", "/healthz")
def healthz(app: App, request: Request) -> Response:
    """200 if links can be looked up, else 503; the reason goes to the log, not to visitors."""
    try:
        version = app.resource(open_database).version
    except (sqlite3.Error, OSError, MigrationError) as error:
        _log.error("database not usable: %s", error)
        return json_response({"status": "unavailable", "version": __version__,
                              "database": "unavailable"}, 503)
    return json_response({"status": "ok", "version": __version__,
                          "database": "ok", "schema": version})
