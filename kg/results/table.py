"""A table for people: cells wrapped to the terminal, and under each row its sentences, whole.

Rows that share their first columns are grouped, as in a printed table: what is the same is not said
again. A cell with nothing below one with something shows a dash, lest it be read so too. May know
nothing of SPARQL beyond the result.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from kg.results.evidence import Quotation, Row, filled, grouped, quotations, split
from kg.results.text import pad, width, wrap
from kg.results.view import Result, View

_GAP: Final = "  "
_NOTHING: Final = "–"
_NARROWEST: Final = 6
"""Columns that a cell needs to be read; a table with less turns into records."""


def render(result: Result, view: View) -> bytes:
    """Return the rows as a table, or yes or no, as text."""
    if isinstance(result, ox.QueryBoolean):
        return b"yes\n" if result else b"no\n"
    assert isinstance(result, ox.QuerySolutions)  # noqa: S101 - choose_format saw to it
    variables = [variable.value for variable in result.variables]
    shown, evidence = split(variables, view.headings)
    rows = [
        (tuple(view.name(row[place]) for place in shown), quotations(row, evidence, view))
        for row in (tuple(solution) for solution in result)
    ]
    remark = wrap(view.remark, view.width) if view.remark else []
    if not rows:
        # One that stops before its first row is not one that has none.
        lines = remark or wrap(f"no answer {view.asked}".rstrip(), view.width)
        return "\n".join([*lines, ""]).encode()
    headings = [view.heading(variables[place]) for place in shown]
    told = ["", *remark] if remark else []
    return "\n".join([*_lines(*filled(headings, rows), view), *told, ""]).encode()


def _lines(headings: Sequence[str], rows: Sequence[Row], view: View) -> Iterator[str]:
    room = view.width - len(_GAP) * (len(headings) - 1)
    records = bool(headings) and room < _NARROWEST * len(headings)
    widths = [] if records else _widths(headings, [cells for cells, _ in rows], room)
    if headings and not records:
        yield from _row(headings, widths, bold=view.bold)
        yield _GAP.join("─" * columns for columns in widths)
    airy = records or any(quotation for _, quoted in rows for quotation in quoted)
    before: tuple[str, ...] | None = None
    for cells, quoted in grouped(rows):
        if airy and before is not None:
            yield ""
        if records:
            yield from _record(headings, cells, view)
        elif headings and cells != before:
            yield from _row(_unrepeated(cells, before), widths)
        before = cells
        for quotation in quoted:
            yield from _quotation(quotation, view.width)


def _unrepeated(cells: Sequence[str], before: Sequence[str] | None) -> list[str]:
    """Return ``cells`` without the leading ones that the row before has too.

    What is empty below something is a dash: a blank would be read as the same again.
    """
    if before is None:
        return list(cells)
    same = 0
    while same < len(cells) and cells[same] == before[same]:
        same += 1
    rest = zip(cells[same:], before[same:], strict=True)
    return [""] * same + [cell or (_NOTHING if above else "") for cell, above in rest]


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return how wide each column is: as wide as it wants, or a fair share of ``room``."""
    wanted = [
        max(max(width(line) for line in cell.split("\n")) for cell in column)
        for column in zip(headings, *rows, strict=True)
    ]
    widths = dict.fromkeys(range(len(wanted)), 0)
    open_ = sorted(widths, key=lambda place: wanted[place])
    while open_:
        # The narrowest first: what it leaves of its share goes to the wider ones.
        place = open_.pop(0)
        widths[place] = min(wanted[place], room // (len(open_) + 1))
        room -= widths[place]
    return [widths[place] for place in range(len(wanted))]


def _row(cells: Sequence[str], widths: Sequence[int], *, bold: bool = False) -> Iterator[str]:
    wrapped = [wrap(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    for number in range(max(len(lines) for lines in wrapped)):
        line = _GAP.join(
            pad(lines[number] if number < len(lines) else "", columns)
            for lines, columns in zip(wrapped, widths, strict=True)
        ).rstrip()
        yield f"\x1b[1m{line}\x1b[0m" if bold else line


def _record(headings: Sequence[str], cells: Sequence[str], view: View) -> Iterator[str]:
    for heading, cell in zip(headings, cells, strict=True):
        if cell:
            yield from wrap(cell, view.width, first=f"{heading}: ", then=_GAP)


def _quotation(quotation: Quotation, columns: int) -> Iterator[str]:
    about = f"{quotation.about}: " if quotation.about else ""
    yield from wrap(f"“{quotation.text}”", columns, first=f"{_GAP}{about}", then=_GAP * 2)
    if quotation.source:
        yield from wrap(quotation.source, columns, first=f"{_GAP * 2}— ", then=_GAP * 3)
