"""Where log lines go: events to stderr for people, access lines to stdout for machines."""

import logging
import sys


def configure_logging(level: str = "INFO") -> None:
    """Called once, by the server. Libraries and tests leave logging alone."""
    logging.basicConfig(level=level, stream=sys.stderr, force=True,
                        format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # One line of JSON each, made by whoever logs it; so nothing is put around the message.
    access = logging.StreamHandler(sys.stdout)
    access.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("shortener.access")
    logger.handlers = [access]
    logger.setLevel(logging.INFO)
    logger.propagate = False
