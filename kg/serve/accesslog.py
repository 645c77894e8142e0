"""The log of a server: one line of JSON for each request, and for each remark of its own.

Whoever reads it can trust its lines: whatever a request says, it is one string in one line of
ASCII. The values of parameters are left out unless they are wanted, for they are what somebody
wants to know; the token never appears. May know nothing of who writes to it.
"""

import json
import logging
from asyncio import CancelledError
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import IO, Final
from urllib.parse import unquote_plus

_LOG: Final = logging.getLogger(__name__)
_LEVELS: Final = {"": logging.WARNING, "kg": logging.INFO, "uvicorn.error": logging.ERROR}
"""What is told: the server's own faults, not what strangers send to its parser."""
_LONGEST: Final = 2_000
_MOST: Final = 50
_RECORD: Final = "request"


@dataclass(frozen=True)
class Record:
    """One request and how it was answered.

    Attributes:
        client: the address that it came from.
        method: its method; empty where it could not be read, as is the path.
        path: decoded, without parameters.
        parameters: their names, in order.
        values: their values, where they are wanted.
        status: of the answer; None where the client went away before there was one.
        ms: how long the answer took.
        bytes: of its body.
        build: that it is from.
        stopped: the setting at which it stops.
    """

    client: str
    method: str = ""
    path: str = ""
    parameters: Sequence[str] = ()
    values: Sequence[str] = ()
    status: int | None = None
    ms: float = 0.0
    bytes: int = 0
    build: str = ""
    stopped: str = ""


def log_request(record: Record, token: str = "") -> None:
    """Log a request.

    Args:
        record: of it.
        token: what must not stand in the log, wherever in the request it does.
    """
    kept = {key: value for key, value in asdict(record).items() if value not in ("", (), [])}
    _LOG.info("", extra={_RECORD: {key: _fit(value, token) for key, value in kept.items()}})


def parameters(text: str) -> tuple[list[str], list[str]]:
    """Return the names and the values of the parameters in a query string or a form."""
    pairs = [part.partition("=") for part in text.split("&", _MOST)[:_MOST] if part]
    return [unquote_plus(name) for name, _, _ in pairs], [unquote_plus(it) for _, _, it in pairs]


@contextmanager
def logging_to(stream: IO[str], *, quiet: bool = False) -> Iterator[None]:
    """Log to ``stream``, in lines of JSON.

    Args:
        stream: such as stderr.
        quiet: whether to log trouble alone.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonLines())
    handler.addFilter(_is_news)
    loggers = {logging.getLogger(name): level for name, level in _LEVELS.items()}
    before = {logger: logger.level for logger in loggers}
    for logger, level in loggers.items():
        logger.setLevel(max(level, logging.WARNING) if quiet else level)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, level in before.items():
            logger.setLevel(level)


class _JsonLines(logging.Formatter):
    """A line of JSON for each record; JSON in ASCII has no control characters to obey."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"time": time.replace("+00:00", "Z")}
        request = getattr(record, _RECORD, None)
        if request is not None:
            return json.dumps(line | request)
        line |= {"level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def _is_news(record: logging.LogRecord) -> bool:
    """Return whether a record tells more than that work was given up, as it was meant to be."""
    return not (record.exc_info and isinstance(record.exc_info[1], CancelledError))


def _fit(value: object, token: str) -> object:
    if isinstance(value, list | tuple):
        return [_fit(one, token) for one in value]
    if not isinstance(value, str):
        return value
    told = value.replace(token, "[token]") if token else value
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
