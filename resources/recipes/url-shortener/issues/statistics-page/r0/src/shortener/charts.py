"""Bar charts as SVG, drawn on the server: no script, and no style attributes."""

from __future__ import annotations

import html
from collections.abc import Sequence

_WIDTH, _HEIGHT, _FLOOR = 640, 180, 24  # the floor is the room for the labels below


def bar_chart(title: str, names: Sequence[str], values: Sequence[int]) -> str:
    """One bar a value. The title is what screen readers say; a table should hold the numbers."""
    slot = _WIDTH / max(1, len(values))
    top = max([1, *values])
    bars = []
    for index, (name, value) in enumerate(zip(names, values)):
        height = (_HEIGHT - _FLOOR - 8) * value / top
        if value:
            height = max(height, 2)
        bars.append(f'<rect class="bar" x="{index * slot + slot * 0.12:.1f}" '
                    f'y="{_HEIGHT - _FLOOR - height:.1f}" width="{slot * 0.76:.1f}" '
                    f'height="{height:.1f}" rx="2">'
                    f"<title>{html.escape(name)}: {value}</title></rect>")
    labels = ""
    if names:
        labels = (f'<text x="0" y="{_HEIGHT - 6}">{html.escape(names[0])}</text>'
                  f'<text x="{_WIDTH}" y="{_HEIGHT - 6}" text-anchor="end">'
                  f"{html.escape(names[-1])}</text>")
    return (f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            f'aria-label="{html.escape(title)}">'
            f'<line class="axis" x1="0" y1="{_HEIGHT - _FLOOR}" x2="{_WIDTH}" '
            f'y2="{_HEIGHT - _FLOOR}"/>{"".join(bars)}{labels}</svg>')
