"""What a query, an answer, a request and a worker may take: named settings, each with a default.

Datasette's settings are the model: a public endpoint stays up because every limit has a name that
its keeper knows. The same limits hold on every surface. May know nothing of what they limit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from kg.errors import UsageError
from kg.text.nearest import nearest


def _limit(default: int, unit: str, least: int, about: str) -> Any:  # noqa: ANN401 - as dataclasses
    return field(default=default, metadata={"unit": unit, "least": least, "about": about})


@dataclass(frozen=True)
class Limits:
    """The settings; each field's metadata say its ``unit``, its ``least`` value and what it limits.

    Raises:
        UsageError: a value is below the least that makes sense.
    """

    time_limit_ms: int = _limit(1_000, "ms", 1, "how long a query may run, planning included")
    row_limit: int = _limit(1_000, "rows", 1, "rows, or triples, that an answer may have")
    answer_limit_kb: int = _limit(8_192, "kB", 1, "bytes that the body of an answer may have")
    memory_limit_mb: int = _limit(1_024, "MB", 128, "address space that a worker may take")
    workers: int = _limit(4, "processes", 1, "queries that run at the same time")
    queue_limit: int = _limit(64, "requests", 0, "requests that may wait for a worker")
    queue_limit_ms: int = _limit(3_000, "ms", 1, "how long a request may wait for a worker")
    cache_mb: int = _limit(32, "MB", 0, "answers to stored questions that are kept until a build")
    url_limit_kb: int = _limit(32, "kB", 1, "bytes that the target of a request may have")
    header_limit_kb: int = _limit(64, "kB", 1, "bytes that the head of a request may have")
    body_limit_kb: int = _limit(256, "kB", 1, "bytes that the body of a request may have")
    request_limit_ms: int = _limit(5_000, "ms", 1, "how long a request may take to arrive")
    send_limit_ms: int = _limit(10_000, "ms", 1, "how long a client may take to read an answer")
    unread_limit_mb: int = _limit(64, "MB", 1, "answers that their clients have not read yet")
    idle_limit_ms: int = _limit(15_000, "ms", 1, "how long a connection may wait for a request")
    connection_limit: int = _limit(256, "connections", 1, "connections that may be open at once")

    def __post_init__(self) -> None:
        for each in fields(self):
            value, least = getattr(self, each.name), each.metadata["least"]
            if value < least:
                raise UsageError(
                    f"{each.name} cannot be {value}",
                    fix=f"use {least} {each.metadata['unit']} or more",
                )

    def with_settings(self, settings: Mapping[str, str]) -> "Limits":
        """Return these limits with some of them set, each value in the words of a user.

        Raises:
            UsageError: there is no such setting, or its value is no number that makes sense.
        """
        known = {each.name for each in fields(self)}
        values: dict[str, int] = {}
        for name, value in settings.items():
            if name not in known:
                raise UsageError(
                    f"there is no setting {name!r}",
                    nearest=nearest(name, known),
                    fix="see `kg serve --help-settings`",
                )
            # A number below zero is one that is too small, and told as such.
            if not (value.isascii() and value.removeprefix("-").isdigit()):
                raise UsageError(
                    f"{name} cannot be {value!r}", fix="use a whole number, such as 1000"
                )
            values[name] = int(value)
        return replace(self, **values)


@dataclass(frozen=True)
class Setting:
    """One of the settings, for a page that lists them.

    Attributes:
        name: of the setting.
        default: its value where nobody sets it.
        unit: of its value.
        about: what it limits.
    """

    name: str
    default: int
    unit: str
    about: str


def settings() -> Iterable[Setting]:
    """Return every setting, in the order of the documentation."""
    defaults = DEFAULTS
    return [
        Setting(
            each.name, getattr(defaults, each.name), each.metadata["unit"], each.metadata["about"]
        )
        for each in fields(Limits)
    ]


DEFAULTS: Final = Limits()
"""The limits where nobody sets any."""
