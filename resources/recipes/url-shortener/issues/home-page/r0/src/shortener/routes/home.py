"""GET /: the page with the form."""

from ..app import App
from ..routing import route
from ..templates import page
from ..web import Request, Response, html_response


@route("GET", "/")
def home(app: App, request: Request) -> Response:
    """The same page for everybody; what it does, it does through the API."""
    return html_response(page("home", "Shortener: long links, made short", script="home.js"))
