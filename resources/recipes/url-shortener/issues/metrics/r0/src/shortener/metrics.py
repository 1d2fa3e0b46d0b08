"""Counters and histograms in the text format of Prometheus."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import App

Labels = tuple[str, ...]


class Counter:
    """A number per combination of labels that only grows."""

    def __init__(self, name: str, help_text: str, labels: Sequence[str]) -> None:
        self.name = name
        self._help = help_text
        self._labels = labels
        self._lock = threading.Lock()
        self._values: dict[Labels, float] = {}

    def add(self, *labels: str, amount: float = 1) -> None:
        """Counts one more, or `amount`."""
        with self._lock:
            self._values[labels] = self._values.get(labels, 0) + amount

    def lines(self) -> Iterator[str]:
        """The counter as text, sorted by labels."""
        with self._lock:
            values = sorted(self._values.items())
        yield from _head(self.name, self._help, "counter")
        for labels, value in values:
            yield f"{self.name}{_braces(self._labels, labels)} {value:g}"


class Histogram:
    """How observations spread over buckets, per combination of labels."""

    def __init__(self, name: str, help_text: str, labels: Sequence[str],
                 bounds: Sequence[float]) -> None:
        self.name = name
        self._help = help_text
        self._labels = labels
        self._bounds = tuple(bounds)
        self._lock = threading.Lock()
        self._values: dict[Labels, list[float]] = {}  # one for each bound, all, their sum

    def observe(self, value: float, *labels: str) -> None:
        """Adds one observation; it counts in every bucket that it does not exceed."""
        with self._lock:
            row = self._values.setdefault(labels, [0.0] * (len(self._bounds) + 2))
            for index, bound in enumerate(self._bounds):
                row[index] += value <= bound
            row[-2] += 1
            row[-1] += value

    def lines(self) -> Iterator[str]:
        """The histogram as text, sorted by labels."""
        with self._lock:
            values = sorted((labels, tuple(row)) for labels, row in self._values.items())
        yield from _head(self.name, self._help, "histogram")
        names = (*self._labels, "le")
        for labels, row in values:
            for bound, count in zip((*self._bounds, "+Inf"), row):
                yield f"{self.name}_bucket{_braces(names, (*labels, str(bound)))} {count:g}"
            yield f"{self.name}_sum{_braces(self._labels, labels)} {row[-1]:.6f}"
            yield f"{self.name}_count{_braces(self._labels, labels)} {row[-2]:g}"


class Metrics:
    """What the service measures about itself."""

    def __init__(self) -> None:
        self.requests = Counter(
            "shortener_http_requests_total", "Requests by method, route and status.",
            ("method", "route", "status"))
        self.seconds = Histogram(
            "shortener_http_request_seconds", "Time to answer by route.", ("route",),
            (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0))

    def text(self) -> str:
        """Everything, as Prometheus reads it."""
        return "\n".join((*self.requests.lines(), *self.seconds.lines())) + "\n"


def _head(name: str, help_text: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {help_text}"
    yield f"# TYPE {name} {kind}"


def _braces(names: Sequence[str], values: Sequence[str]) -> str:
    escapes = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
    return "{" + ",".join(f'{name}="{value.translate(escapes)}"'
                          for name, value in zip(names, values)) + "}"


def app_metrics(app: App) -> Metrics:
    """The application's metrics: app.resource(app_metrics)."""
    return Metrics()
