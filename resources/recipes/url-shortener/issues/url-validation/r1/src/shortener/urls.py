"""Which addresses may be shortened, and the form in which they are stored."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit, urlunsplit

MAX_LENGTH = 2048

# Characters that have a meaning of their own in an address, or are an escape already.
_KEEP = "%/:?#[]@!$&'()*+,;=-._~"

# Names that never leave the machine or the local network (RFC 6761, 6762, 8375 and custom).
_PRIVATE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa")

_NUMBER = re.compile(r"\d+|0[xX][0-9a-fA-F]*")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


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
    if own_host and host == own_host.lower().removesuffix("."):
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
        # A name may end in a dot, the root of all names; it is the same name without it.
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        name = ""
    if not name.strip("."):
        raise UrlRejected("invalid_url", "The address has no valid host.")
    return name


def _refuse_private(host: str) -> None:
    address = _address(host)
    if address is None:
        private = any(host == name or host.endswith(f".{name}") for name in _PRIVATE_NAMES)
    else:
        private = not all(part.is_global for part in (address, *_embedded(address)))
    if private:
        raise UrlRejected("private_address", "Addresses of private networks are not shortened.")


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a browser takes this host for; None for a name."""
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host)
        except ValueError:
            raise UrlRejected("invalid_url", "That is not an IPv6 address.") from None
    parts = host.split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    # The URL standard: one to four numbers, decimal, octal or hexadecimal; the last one fills
    # all bytes that are left, so 127.1, 0x7f.1 and 2130706433 are all 127.0.0.1.
    try:
        *bytes_, rest = [_number(part) for part in parts]
        if len(bytes_) > 3 or any(byte > 255 for byte in bytes_):
            raise ValueError(host)
        return ipaddress.IPv4Address(bytes(bytes_) + rest.to_bytes(4 - len(bytes_), "big"))
    except (ValueError, OverflowError):
        raise UrlRejected("invalid_url", "That is not an IPv4 address.") from None


def _number(text: str) -> int:
    if text.lower().startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if len(text) > 1 and text.startswith("0") else 10)


def _embedded(address: ipaddress.IPv4Address | ipaddress.IPv6Address) \
        -> list[ipaddress.IPv4Address]:
    """IPv4 addresses that an IPv6 address leads to: mapped, 6to4, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(address.packed[-4:]))
    return [part for part in found if part is not None]
