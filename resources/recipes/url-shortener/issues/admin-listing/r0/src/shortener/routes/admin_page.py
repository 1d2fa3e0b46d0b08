"""GET /admin: the page of the administrator."""

from ..app import App
from ..routing import route
from ..templates import page
from ..web import Request, Response, html_response


@route("GET", "/admin")
def admin_page(app: App, request: Request) -> Response:
    """Holds no data itself: it asks for the token and gets the links from the API."""
    return html_response(page("admin", "Administration", script="admin.js", style="admin.css"),
                         headers={"X-Robots-Tag": "noindex"})
