"""Structured logs: one JSON object a line on stderr, without the text of any document."""

import logging
import sys

import structlog


def configure(verbose: bool = False) -> None:
    """Sets up logging for this process; without *verbose* only warnings and errors are written, and no tracebacks."""
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.dict_tracebacks if verbose else _without_traceback,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    level = logging.INFO if verbose else logging.WARNING
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=logging.ERROR, stream=sys.stderr, format='{"logger": "%(name)s", "level": "%(levelname)s", "event": "%(message)s"}'
    )


def _without_traceback(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    del logger, method
    event.pop("exc_info", None)
    return event
