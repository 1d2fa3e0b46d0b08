"""Bounds how often one client may create or delete. Following links is never limited."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..token_buckets import TokenBuckets
from ..web import HttpError, Request, Response, error_response

if TYPE_CHECKING:
    from ..app import App

ORDER = 30

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def wrap(app: App, handle: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """RATE_LIMIT_PER_MINUTE (60; 0 for no limit) on average, RATE_LIMIT_BURST (20) at once."""
    per_minute = app.settings.integer("RATE_LIMIT_PER_MINUTE", 60, 0, 1_000_000)
    burst = app.settings.integer("RATE_LIMIT_BURST", 20, 1, 1_000_000)
    if per_minute == 0:
        return handle
    buckets = TokenBuckets(per_minute, burst, app.now)

    def limited(request: Request) -> Response:
        wait = 0 if request.method in _READS else buckets.take(client_network(request.client))
        if wait:
            return error_response(HttpError(
                429, "rate_limited", f"Too many requests; try again in {wait} s.",
                {"Retry-After": str(wait)}))
        return handle(request)

    return limited


def client_network(client: str) -> str:
    """Who shares a bucket: one IPv4 address, or one /64 network, as IPv6 gives to everybody."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client[:64]
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
