"""What the tests share: an application in memory, a clock that stands still, a client."""

from __future__ import annotations

import json
import unittest
from collections.abc import Mapping
from typing import Any

from src.shortener.app import App
from src.shortener.config import Settings
from src.shortener.web import Request, Response

NOON = 1_767_268_800  # 2026-01-01 12:00:00 UTC


class Clock:
    """A clock that moves only when told to."""

    def __init__(self, time: float = NOON) -> None:
        self.time = time

    def __call__(self) -> float:
        return self.time


class Client:
    """Sends requests to an application without a socket in between."""

    def __init__(self, app: App) -> None:
        self.app = app

    def send(self, method: str, target: str, body: bytes = b"",
             headers: Mapping[str, str] | None = None, client: str = "192.0.2.1") -> Response:
        """One request, as the server would build it."""
        fields = {"host": "sho.rt", **(headers or {})}
        return self.app.handle(Request(method, target, fields, body, client))

    def get(self, target: str, **headers: str) -> Response:
        """GET; header names with underscores for hyphens."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("GET", target, headers=fields)

    def post(self, target: str, value: Any) -> Response:
        """POST of a JSON value."""
        return self.send("POST", target, json.dumps(value).encode(),
                         {"content-type": "application/json"})


class AppTestCase(unittest.TestCase):
    """A test with an application of its own: self.app, self.client, self.clock."""

    environment: Mapping[str, str] = {}

    def setUp(self) -> None:
        self.clock = Clock()
        settings = Settings.from_environment({"DATABASE": ":memory:", **self.environment})
        self.app = App(settings, self.clock)
        self.addCleanup(self.app.close)
        self.client = Client(self.app)

    def assert_error(self, response: Response, status: int, code: str) -> None:
        """The response is an error of the API."""
        self.assertEqual(status, response.status, response.text)
        self.assertEqual(code, response.json()["error"]["code"])
