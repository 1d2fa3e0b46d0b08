"""Starts the service: python3 -m src.shortener."""

import os

from .server import main

if __name__ == "__main__":
    # Not sys.exit(): before it ends, it waits for the locks of threads that may be stuck writing
    # to a log that nobody reads. Everything is closed and flushed by now.
    os._exit(main())
