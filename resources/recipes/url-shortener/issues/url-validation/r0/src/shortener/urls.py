"""Which addresses may be shortened, and the form in which they are stored."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, urlsplit, urlunsplit

MAX_LENGTH = 2048

# Characters that have a meaning of their own in an address, or are an escape already.
_KEEP = "%/:?#[]@!$&'()*+,;=-._~"


class UrlRejected(ValueError):
    """The address may not be shortened; `code` is stable, the text is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def normalise_url(value: object, own_host: str = "") -> str:
    """The address in its stored form: lower-case scheme and host, a path, ASCII only.

    Raises UrlRejected for what is no web address, leads into a private network, or back to
    `own_host`, where redirects could run in circles.
    """
    if not isinstance(value, str) or not value.strip():
        raise UrlRejected("invalid_url", "Give the address to shorten as a text.")
    text = value.strip()
    if any(character <= " " or character in "\\\x7f" for character in text):
        raise UrlRejected("invalid_url", "The address holds a space, a backslash or a "
                                         "control character.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UrlRejected("invalid_url", "That is not a well-formed address.") from None
    if parts.scheme not in {"http", "https"}:
        raise UrlRejected("scheme_not_allowed", "Only http:// and https:// can be shortened.")
    if parts.username is not None or parts.password is not None:
        raise UrlRejected("credentials", "Addresses with a user name or password are not "
                                         "shortened: everybody could read them.")
    host = _ascii_host(parts.hostname or "")
    _refuse_private(host)
    if own_host and host == own_host.lower():
        raise UrlRejected("own_address", "That is a short address already.")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    url = urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe=_KEEP),
                      quote(parts.query, safe=_KEEP), quote(parts.fragment, safe=_KEEP)))
    if len(url) > MAX_LENGTH:
        raise UrlRejected("url_too_long", f"An address may have {MAX_LENGTH} characters at most.")
    return url


def _ascii_host(host: str) -> str:
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if not name or name.strip(".") == "":
        raise UrlRejected("invalid_url", "The address has no valid host.")
    return name


def _refuse_private(host: str) -> None:
    private = UrlRejected("private_address", "Addresses of private networks are not shortened.")
    if host == "localhost":
        raise private
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return  # a name
    if not address.is_global:
        raise private
