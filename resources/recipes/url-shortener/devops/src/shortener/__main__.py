"""Starts the service: python3 -m src.shortener."""

import sys

from .server import main

if __name__ == "__main__":
    sys.exit(main())
