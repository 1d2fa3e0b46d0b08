"""The links of the API: POST /api/links creates one, GET /api/links/{code} shows one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from ..aliases import parse_alias
from ..app import App
from ..expiry import parse_expiry
from ..link_view import link_view
from ..links import CodeTaken, link_repository
from ..routing import route
from ..urls import UrlRejected, normalise_url
from ..web import HttpError, Request, Response, json_response


@route("POST", "/api/links")
def create_link(app: App, request: Request) -> Response:
    """201 with the new link. Two requests for one address make two links, each with its counts."""
    body = request.json_object()
    try:
        link = app.resource(link_repository).create(
            url=_target(app, request, body),
            code=parse_alias(body),
            expires_at=parse_expiry(body, app.now()),
        )
    except CodeTaken as error:
        raise HttpError(409, "code_taken", str(error)) from None
    return json_response(link_view(app, request, link), 201,
                         {"Location": f"/api/links/{link.code}"})


@route("GET", "/api/links/{code}")
def show_link(app: App, request: Request) -> Response:
    """200 with the link, also if it has expired; 404 if there is none."""
    link = app.resource(link_repository).find(request.params["code"])
    if link is None:
        raise HttpError(404, "not_found", "There is no such link.")
    return json_response(link_view(app, request, link))


def _target(app: App, request: Request, body: dict[str, Any]) -> str:
    own_host = urlsplit(app.public_url(request, "/")).hostname or ""
    try:
        return normalise_url(body.get("url"), own_host)
    except UrlRejected as error:
        raise HttpError(422, error.code, str(error)) from None
