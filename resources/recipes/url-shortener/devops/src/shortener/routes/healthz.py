"""GET /healthz: is the service up?"""

from .. import __version__
from ..app import App
from ..routing import route
from ..web import Request, Response, json_response


@route("GET", "/healthz")
def healthz(app: App, request: Request) -> Response:
    """Answers 200 as long as requests are answered at all."""
    return json_response({"status": "ok", "version": __version__})
