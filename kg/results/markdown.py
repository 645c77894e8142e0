"""Markdown for a report: a table whose rows point to numbered quotations below it.

May know nothing of SPARQL beyond the result.
"""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.results.evidence import Quotation, filled, grouped, quotations, split
from kg.results.view import Result, View
from kg.text.words import markdown


def render(result: Result, view: View) -> bytes:
    """Return the rows, or yes or no, as CommonMark with a table."""
    if isinstance(result, ox.QueryBoolean):
        return b"yes\n" if result else b"no\n"
    assert isinstance(result, ox.QuerySolutions)  # noqa: S101 - choose_format saw to it
    variables = [variable.value for variable in result.variables]
    shown, evidence = split(variables, view.headings)
    numbers: dict[Quotation, int] = {}
    rows = [
        (tuple(view.name(row[place]) for place in shown), quotations(row, evidence, view))
        for row in (tuple(solution) for solution in result)
    ]
    remark = markdown(view.remark)
    if not rows:
        # One that stops before its first row is not one that has none.
        return f"{remark or markdown(f'no answer {view.asked}'.rstrip())}\n".encode()
    headings, rows = filled([view.heading(variables[place]) for place in shown], rows)
    cited = [
        (cells, [numbers.setdefault(quotation, len(numbers) + 1) for quotation in quoted])
        for cells, quoted in grouped(rows)
    ]
    lines = list(_table(headings, cited, evidence=bool(evidence))) if headings else []
    for quotation, number in numbers.items():
        lines += ["", *_quotation(quotation, number)] if lines else _quotation(quotation, number)
    told = ["", remark] if remark else []
    return "\n".join([*lines, *told, ""]).encode()


def _table(
    headings: Sequence[str], rows: Sequence[tuple[tuple[str, ...], list[int]]], *, evidence: bool
) -> Iterator[str]:
    extra = ["evidence"] if evidence else []
    yield _line([markdown(heading) for heading in headings] + extra)
    yield _line(["---"] * (len(headings) + len(extra)))
    for cells, numbers in rows:
        marks = [" ".join(f"\\[{number}\\]" for number in numbers)] if evidence else []
        yield _line([markdown(cell) for cell in cells] + marks)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quotation(quotation: Quotation, number: int) -> list[str]:
    about = f"{markdown(quotation.about)}: " if quotation.about else ""
    first = f"> \\[{number}\\] {about}“{markdown(quotation.text)}”"
    return [f"{first}  ", f"> — {markdown(quotation.source)}"] if quotation.source else [first]
