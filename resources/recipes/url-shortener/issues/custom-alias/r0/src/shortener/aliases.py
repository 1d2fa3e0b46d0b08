"""Names that people choose for their links."""

from __future__ import annotations

import re
from typing import Any

from .codes import is_reserved
from .web import HttpError

_ALIAS = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]{1,30})[0-9A-Za-z]")


def parse_alias(body: dict[str, Any]) -> str | None:
    """The alias that a request for a link asks for, None if it asks for none."""
    alias = body.get("alias")
    if alias is None:
        return None
    if not isinstance(alias, str) or not _ALIAS.fullmatch(alias):
        raise HttpError(422, "invalid_alias",
                        "A short name has 3 to 32 letters, digits, hyphens and underscores, "
                        "and starts and ends with a letter or digit.")
    if is_reserved(alias):
        raise HttpError(422, "reserved_alias", "That short name is kept for the service itself.")
    return alias
