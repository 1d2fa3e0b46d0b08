"""Short codes: base 62 numbers, random ones, and the words that no code may be."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LENGTH = 7  # 62^7 = 3.5 million million codes: guessing one of a million takes 3.5 million tries

# First segments of addresses that the service uses itself, or that may be wanted for it.
RESERVED = frozenset({
    "about", "account", "admin", "api", "assets", "docs", "favicon", "health", "healthz", "help",
    "login", "logout", "metrics", "privacy", "robots", "static", "stats", "terms",
})

_VALUES = {digit: value for value, digit in enumerate(ALPHABET)}


def encode(number: int, width: int = 1) -> str:
    """A natural number in base 62, filled up with zeros to `width` digits."""
    if number < 0:
        raise ValueError("only natural numbers have a code")
    digits = []
    while number:
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits)).rjust(width, ALPHABET[0])


def decode(code: str) -> int:
    """The number of a code; ValueError if it is none."""
    if not code:
        raise ValueError("an empty text is no code")
    number = 0
    for digit in code:
        if digit not in _VALUES:
            raise ValueError(f"{digit!r} is no digit of base 62")
        number = number * len(ALPHABET) + _VALUES[digit]
    return number


def is_reserved(code: str) -> bool:
    """Whether the code would look like a part of the service."""
    return code.lower() in RESERVED


def random_code(length: int = LENGTH) -> str:
    """A code that nobody can guess from those before it, and that is not reserved."""
    while True:
        code = encode(secrets.randbelow(len(ALPHABET) ** length), length)
        if not is_reserved(code):
            return code
