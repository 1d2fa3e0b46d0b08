"""Who may administrate: whoever knows ADMIN_TOKEN."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from .web import HttpError, Request

if TYPE_CHECKING:
    from .app import App

MIN_LENGTH = 12


def require_admin(app: App, request: Request) -> None:
    """Raises 403 while there is no usable token, 401 if the request does not carry it."""
    token = app.settings.text("ADMIN_TOKEN")
    if len(token) < MIN_LENGTH:
        raise HttpError(403, "admin_disabled", "Administration is off: ADMIN_TOKEN is not set, "
                                               f"or has fewer than {MIN_LENGTH} characters.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(_digest(given.strip()),
                                                             _digest(token)):
        raise HttpError(401, "unauthorized", "That is not the admin token.",
                        {"WWW-Authenticate": 'Bearer realm="admin"'})


def _digest(text: str) -> bytes:
    # Equal lengths: the time that a comparison takes must not tell how long the token is.
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
