"""Sockets and signals: a threading HTTP server around the application."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from . import __version__
from .app import App
from .config import Settings
from .logs import configure_logging
from .web import HttpError, Request, Response, error_response

MAX_BODY = 64 * 1024

_log = logging.getLogger("shortener.server")


class Server(ThreadingHTTPServer):
    """One thread a connection; none of them keeps the process alive."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, app: App, host: str, port: int) -> None:
        self.app = app
        super().__init__((host, port), _Connection)

    @property
    def url(self) -> str:
        """Where the server listens, with the port it was really given."""
        host, port = self.server_address[:2]
        return f"http://{host}:{port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who hangs up is no error of ours."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            _log.exception("connection of %s failed", client_address)


class _Connection(BaseHTTPRequestHandler):
    """Reads requests within limits and writes responses. Knows nothing about links."""

    protocol_version = "HTTP/1.1"
    timeout = 15  # seconds of silence
    wbufsize = -1  # headers and body leave in one packet, without waiting for the next one
    disable_nagle_algorithm = True
    server: Server

    def _serve(self) -> None:
        try:
            request = self._read()
        except HttpError as error:
            self.close_connection = True  # the rest of the body was not read
            self._write(error_response(error))
        else:
            self._write(self.server.app.handle(request))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve

    def _read(self) -> Request:
        if "transfer-encoding" in self.headers:
            raise HttpError(411, "length_required", "Send a Content-Length.")
        length = self.headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            raise HttpError(400, "invalid_length", "Content-Length is not a number.")
        if int(length) > MAX_BODY:
            raise HttpError(413, "too_large", f"The body may have {MAX_BODY} bytes at most.")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, self.path, headers, self.rfile.read(int(length)),
                       self._client(headers))

    def _client(self, headers: dict[str, str]) -> str:
        # The proxy in front of us appends the address it saw; what is before it can be forged.
        forwarded = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if self.server.app.settings.trust_proxy and forwarded:
            return forwarded
        return self.client_address[0]

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def version_string(self) -> str:
        """The Server header. Which Python this is, is nobody's business."""
        return f"shortener/{__version__}"

    def log_message(self, format: str, *args: object) -> None:
        """Silent: middleware logs requests, and malformed ones are not worth a line."""


def main() -> int:
    """Runs until SIGTERM or SIGINT. The exit code: 0, or 2 for settings that cannot be used."""
    try:
        settings = Settings.from_environment()
        configure_logging(settings.text("LOG_LEVEL", "INFO").upper())
        app = App(settings)
        server = Server(app, settings.host, settings.port)
    except (ValueError, OSError) as error:
        sys.stderr.write(f"shortener: {error}\n")
        return 2

    def stop(number: int, frame: object) -> None:
        # shutdown() waits for serve_forever(), which this very thread is running.
        threading.Thread(target=server.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    _log.info("listening on %s", server.url)
    with server:
        server.serve_forever(poll_interval=0.1)
    app.close()
    _log.info("stopped")
    return 0
