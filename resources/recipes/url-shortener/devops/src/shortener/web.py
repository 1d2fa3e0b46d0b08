"""What goes into a request handler and what comes out: requests, responses, errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl


class HttpError(Exception):
    """Ends a request with an error response: a status, a stable code and a sentence."""

    def __init__(self, status: int, code: str, message: str,
                 headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


@dataclass
class Request:
    """One request. Header names are lower case; `route` and `params` are set by the router."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    client: str = ""
    route: str = ""
    params: dict[str, str] = field(default_factory=dict)
    path: str = field(init=False)
    query: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        # Not urlsplit() on the target itself: "//host/path" would turn into another host.
        path, _, query = self.target.partition("?")
        self.path = path or "/"
        self.query = dict(parse_qsl(query, keep_blank_values=True))

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object, or an HttpError that says what is wrong with it."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise HttpError(415, "unsupported_media_type", "Send the body as application/json.")
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            raise HttpError(400, "invalid_json", "The body is not valid JSON.") from None
        if not isinstance(value, dict):
            raise HttpError(400, "invalid_json", "The body must be a JSON object.")
        return value

    def accepts_html(self) -> bool:
        """Whether a person with a browser is asking."""
        return "text/html" in self.headers.get("accept", "")


@dataclass
class Response:
    """One response. The server adds Date and Content-Length."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body, decoded."""
        return self.body.decode("utf-8")


def json_response(value: Any, status: int = 200,
                  headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer; API answers are never cached."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
    return Response(status, body, "application/json; charset=utf-8",
                    {"Cache-Control": "no-store", **(headers or {})})


def html_response(text: str, status: int = 200,
                  headers: Mapping[str, str] | None = None) -> Response:
    """An HTML page."""
    return Response(status, text.encode("utf-8"), "text/html; charset=utf-8",
                    {"Cache-Control": "no-cache", **(headers or {})})


def error_response(error: HttpError) -> Response:
    """The one shape that all errors of the API have."""
    return json_response({"error": {"code": error.code, "message": error.message}},
                         error.status, error.headers)
