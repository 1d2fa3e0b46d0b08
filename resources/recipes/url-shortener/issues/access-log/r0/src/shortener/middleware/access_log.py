"""One line of JSON for every request, on standard output."""

from __future__ import annotations

import ipaddress
import json
import re
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..web import Request, Response

if TYPE_CHECKING:
    from ..app import App

ORDER = 0

_REQUEST_ID = re.compile(r"[0-9A-Za-z_-]{8,64}")


def wrap(app: App, handle: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Logs after the answer is made, and gives the request an identifier to find it by."""

    def logged(request: Request) -> Response:
        started = time.perf_counter()
        response = handle(request)
        identifier = request_id(request)
        response.headers["X-Request-Id"] = identifier
        entry = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(app.now())),
            "id": identifier,
            "client": anonymous(request.client),
            "method": request.method,
            "path": request.path[:200],
            "route": request.route,
            "status": response.status,
            "bytes": len(response.body),
            "ms": round((time.perf_counter() - started) * 1000, 2),
            "agent": request.headers.get("user-agent", "")[:200],
        }
        print(json.dumps(entry), flush=True)
        return response

    return logged


def request_id(request: Request) -> str:
    """The identifier that a proxy gave the request, if it looks like one, else a new one."""
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def anonymous(client: str) -> str:
    """The network of a client, too large to tell a person: /24, or /48 for IPv6."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return ""
    network = ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False)
    return str(network.network_address)
