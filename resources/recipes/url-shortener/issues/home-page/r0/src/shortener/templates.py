"""HTML pages from the files in templates/."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).resolve().parent / "templates"


class Html(str):
    """Text that is HTML already, and not to be escaped again."""


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.html").read_text("utf-8"))


def fill(name: str, **values: object) -> Html:
    """A template with its $placeholders replaced. Everything but Html is escaped."""
    texts = {key: value if isinstance(value, Html) else html.escape(str(value))
             for key, value in values.items()}
    return Html(_template(name).substitute(texts))


def page(name: str, title: str, script: str = "", style: str = "", **values: object) -> Html:
    """A whole page: a template inside the layout, with a script or style sheet of its own."""
    head = ""
    if style:
        head += f'<link rel="stylesheet" href="/static/{html.escape(style)}">\n'
    if script:
        head += f'<script src="/static/{html.escape(script)}" defer></script>\n'
    return fill("layout", title=title, head=Html(head), main=fill(name, **values))
