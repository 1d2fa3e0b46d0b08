"""Finds the handler of a request among the modules of the `routes` package."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .web import HttpError, Request, Response

if TYPE_CHECKING:
    from .app import App

Handler = Callable[["App", Request], Response]

_PARAMETER = re.compile(r"\{(\w+)\}")


def route(method: str, pattern: str) -> Callable[[Handler], Handler]:
    """Marks a function of a routes module as the handler of `pattern`.

    A segment `{name}` matches one whole segment of the path and becomes a parameter.
    """

    def mark(handler: Handler) -> Handler:
        handler.routes = [*getattr(handler, "routes", ()), (method, pattern)]
        return handler

    return mark


@dataclass(frozen=True)
class Route:
    """A method and a pattern with the function that answers them."""

    method: str
    pattern: str
    handler: Handler

    def match(self, path: str) -> dict[str, str] | None:
        """The parameters of a path that fits, else None."""
        wanted, given = self.pattern.split("/"), path.split("/")
        if len(wanted) != len(given):
            return None
        params = {}
        for expected, actual in zip(wanted, given):
            name = _PARAMETER.fullmatch(expected)
            if name and actual:
                params[name[1]] = unquote(actual)
            elif expected != actual:
                return None
        return params

    def precedence(self) -> list[bool]:
        """Sorts literal segments before parameters, so /healthz wins over /{code}."""
        return [bool(_PARAMETER.fullmatch(segment)) for segment in self.pattern.split("/")]


class Router:
    """All routes of the application."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = sorted(routes, key=Route.precedence)

    def find(self, request: Request) -> Route:
        """Sets the request's route and parameters; raises 404, or 405 with what is allowed."""
        method = "GET" if request.method == "HEAD" else request.method
        allowed = set()
        for candidate in self._routes:
            params = candidate.match(request.path)
            if params is None:
                continue
            if candidate.method == method:
                request.route, request.params = candidate.pattern, params
                return candidate
            allowed.add(candidate.method)
        if not allowed:
            raise HttpError(404, "not_found", "There is nothing at this address.")
        if "GET" in allowed:
            allowed.add("HEAD")
        raise HttpError(405, "method_not_allowed", f"{request.method} is not possible here.",
                        {"Allow": ", ".join(sorted(allowed))})


def modules_of(package: ModuleType) -> list[ModuleType]:
    """Imports every module of a package, in order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


def routes_of(package: ModuleType) -> list[Route]:
    """Every marked handler of every module of a package."""
    return [
        Route(method, pattern, value)
        for module in modules_of(package)
        for value in vars(module).values()
        if callable(value) and getattr(value, "__module__", "") == module.__name__
        for method, pattern in getattr(value, "routes", ())
    ]
