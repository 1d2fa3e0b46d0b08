"""A URL shortener on the standard library and SQLite."""

__version__ = "1.0.0"
