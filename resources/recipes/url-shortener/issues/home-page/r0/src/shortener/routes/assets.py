"""GET /static/{name}: style sheets, scripts and images."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from ..app import App
from ..routing import route
from ..web import HttpError, Request, Response

_FOLDER = Path(__file__).resolve().parents[1] / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    # Read once: what is not in this table is not served, so no path can lead out of the folder.
    contents = {path.name: path.read_bytes() for path in _FOLDER.iterdir()
                if path.suffix in _TYPES}
    return {name: (body, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
            for name, body in contents.items()}


@route("GET", "/static/{name}")
def asset(app: App, request: Request) -> Response:
    """200 with the file, 304 if the browser has it already."""
    name = request.params["name"]
    if name not in _files():
        raise HttpError(404, "not_found", "There is no such file.")
    body, tag = _files()[name]
    headers = {"ETag": tag, "Cache-Control": "public, max-age=300, must-revalidate"}
    given = [part.strip().removeprefix("W/")
             for part in request.headers.get("if-none-match", "").split(",")]
    if tag in given:
        return Response(304, content_type=_TYPES[Path(name).suffix], headers=headers)
    return Response(200, body, _TYPES[Path(name).suffix], headers)
