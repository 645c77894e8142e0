"""Results that end at a limit: as many rows as may be, and whether there were more.

May know nothing of what was asked.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.errors import LimitReached
from kg.limits import Limits
from kg.results import Result
from kg.worker.reply import Reply

_SIZE: Final = "answer_limit_kb"
_ROWS: Final = "row_limit"
_ANSWERS: Final = (b'{"head":{},"boolean":false}', b'{"head":{},"boolean":true}')
_TSV: Final = ox.QueryResultsFormat.TSV
_BLANK: Final = re.compile(rb"(?:^|(?<=\t))_:(\w+)(?=\t|$)", re.MULTILINE)
"""A field of TSV that is a blank node: within a literal there is no tab and no end of a line."""
_MARGIN: Final = 0.9
"""Of an answer that is too large, how much of what should fit is tried next."""


class _Full(Exception):
    """There are as many rows as may be."""


class _Rows(BytesIO):
    """What the engine writes its rows to: one line each, the first one for the variables."""

    def __init__(self, most: int, size: int) -> None:
        super().__init__()
        self.lines = 0
        self._most = most + 1
        self._size = size
        self._full = False

    def write(self, data: bytes, /) -> int:  # type: ignore[override] # the engine writes bytes
        if self._full:
            # The engine tries once more to get rid of what could not be written.
            return len(data)
        self.lines += data.count(b"\n")
        written = super().write(data)
        if self.lines > self._most or self.tell() > self._size:
            self._full = True
            raise _Full
        return written


@dataclass(frozen=True)
class Limited:
    """A result that can be read more than once.

    Attributes:
        tsv: the rows in SPARQL 1.1 TSV; None where the result has no rows.
        value: what it is if it has none: yes or no, or triples.
        rows: how many rows or triples there are.
        stopped: name of the setting at which it stops, or empty.
    """

    tsv: bytes | None
    value: bool | tuple[ox.Triple, ...]
    rows: int
    stopped: str

    def result(self) -> Result:
        """Return it as the engine gives results."""
        if self.tsv is not None:
            return ox.parse_query_results(self.tsv, format=_TSV)
        if isinstance(self.value, bool):
            return ox.parse_query_results(_ANSWERS[self.value], format=ox.QueryResultsFormat.JSON)
        return self.value

    def first(self, rows: int) -> "Limited":
        """Return the first rows or triples alone, because the answer would be too large."""
        if self.tsv is not None:
            lines = self.tsv.split(b"\n", rows + 1)[: rows + 1]
            return Limited(b"".join(line + b"\n" for line in lines), False, rows, _SIZE)
        assert not isinstance(self.value, bool)  # noqa: S101 - yes and no fit everywhere
        return Limited(None, self.value[:rows], rows, _SIZE)


def limited(
    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, limits: Limits
) -> Limited:
    """Return what ``result`` has within the limits; it is used up."""
    if isinstance(result, ox.QueryBoolean):
        return Limited(None, bool(result), 1, "")
    if isinstance(result, ox.QueryTriples):
        triples = tuple(islice(result, limits.row_limit + 1))
        kept = triples[: limits.row_limit]
        return Limited(None, kept, len(kept), _ROWS if len(triples) > len(kept) else "")
    rows = _Rows(limits.row_limit, limits.answer_limit_kb * 1024)
    try:
        result.serialize(rows, _TSV)
    except _Full:
        whole = min(rows.lines - 1, limits.row_limit)
        stopped = _ROWS if rows.lines - 1 > limits.row_limit else _SIZE
        lines = rows.getvalue().split(b"\n", whole + 1)[: whole + 1]
        kept_lines = b"".join(line + b"\n" for line in lines)
        return Limited(_relabelled(kept_lines), False, whole, stopped)
    return Limited(_relabelled(rows.getvalue()), False, rows.lines - 1, "")


def _relabelled(tsv: bytes) -> bytes:
    """Return rows with blank nodes numbered in their order.

    Each worker has other labels for them, and one answer should be the same from all.
    """
    if b"_:" not in tsv:
        return tsv
    labels: dict[bytes, bytes] = {}

    def label(found: re.Match[bytes]) -> bytes:
        return labels.setdefault(found[1], b"_:b%d" % len(labels))

    return _BLANK.sub(label, tsv)


def uncut(body: bytes, limits: Limits, stopped: str = "") -> Reply:
    """Return an answer that makes no sense in part, if it is no larger than one may be.

    Args:
        body: the answer.
        limits: how large an answer may be.
        stopped: name of the setting at which it stops already, or empty.

    Raises:
        LimitReached: it is larger.
    """
    if len(body) > limits.answer_limit_kb * 1024:
        raise LimitReached(
            f"the answer has more than {limits.answer_limit_kb} kB",
            why="answer_limit_kb says how large an answer may be, and this one cannot be cut",
            fix="ask /sparql, or a stored question, for a part of it; or raise it",
        )
    return Reply(body, stopped=stopped)


def rendered(found: Limited, limits: Limits, render: Callable[[Limited], bytes]) -> Reply:
    """Return a result as an answer that is no larger than one may be.

    Args:
        found: the result.
        limits: how large an answer may be.
        render: writes a result in a format.
    """
    size = limits.answer_limit_kb * 1024
    body = render(found)
    while len(body) > size and found.rows:
        found = found.first(int(found.rows * size / len(body) * _MARGIN))
        body = render(found)
    return Reply(body, found.rows, found.stopped)
