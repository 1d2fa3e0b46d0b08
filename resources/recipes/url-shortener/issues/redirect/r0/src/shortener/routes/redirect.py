"""GET /{code}: sends the visitor on."""

from ..app import App
from ..links import link_repository
from ..routing import route
from ..web import HttpError, Request, Response


@route("GET", "/{code}")
def follow(app: App, request: Request) -> Response:
    """302 to where the link leads, 404 without a link, 410 after its time.

    Not 301: browsers keep that for good, and neither expiry nor deletion would reach them.
    """
    link = app.resource(link_repository).find(request.params["code"])
    if link is None:
        raise HttpError(404, "not_found", "There is no such link.")
    if link.is_expired(app.now()):
        raise HttpError(410, "expired", "This link has expired.")
    return Response(302, headers={
        "Location": link.url,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer-when-downgrade",
    })
