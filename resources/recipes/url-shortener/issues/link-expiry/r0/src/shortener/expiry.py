"""Until when a link works."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .web import HttpError

MINIMUM = 60  # seconds: less is over before it can be shared
MAXIMUM = 5 * 366 * 24 * 3600


def parse_expiry(body: dict[str, Any], now: int) -> int | None:
    """The Unix time at which a new link is to expire; None for never.

    A request gives `expires_in`, seconds from now, or `expires_at`, an RFC 3339 time.
    """
    seconds, moment = body.get("expires_in"), body.get("expires_at")
    if seconds is None and moment is None:
        return None
    if seconds is not None and moment is not None:
        raise _invalid("Give expires_in or expires_at, not both.")
    if seconds is not None:
        if not isinstance(seconds, int) or isinstance(seconds, bool):
            raise _invalid("expires_in is a whole number of seconds.")
        expires = now + seconds
    else:
        expires = _unix_time(moment)
    if not MINIMUM <= expires - now <= MAXIMUM:
        raise _invalid("A link lives at least a minute and at most five years.")
    return expires


def _unix_time(moment: object) -> int:
    try:
        time = datetime.fromisoformat(moment)
        if time.utcoffset() is None:
            raise ValueError("a time without a zone means another moment to everybody")
        return int(time.timestamp())
    except (TypeError, ValueError, OverflowError):
        raise _invalid("expires_at is a time with a zone, such as 2026-12-31T23:00:00Z.") from None


def _invalid(message: str) -> HttpError:
    return HttpError(422, "invalid_expiry", message)
