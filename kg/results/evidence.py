"""Which columns of a row are evidence, and how a quotation is attributed.

A query names its variables so that a reader can tell: ``?quote`` or ``?statusQuote`` is a sentence,
and ``?passage``, ``?speaker``, ``?said``, ``?voice``, ``?article`` (``?statusPassage`` …) belong to
it. Evidence is shown under its row, whole, whatever the width. May know nothing of layout.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from math import prod
from typing import Final, TypeAlias

from kg.results.view import Term, View, place, spaced

_QUOTE: Final = "quote"
_COMPANIONS: Final = ("speaker", "said", "article", "passage", "voice")


@dataclass(frozen=True)
class Column:
    """A quotation's columns.

    Attributes:
        stem: what the quotation is for, such as ``status``; empty for the row itself.
        quote: index of the sentence's column.
        companions: index of the column of each companion that the query has.
    """

    stem: str
    quote: int
    companions: dict[str, int]

    @property
    def about(self) -> str:
        """The stem in words."""
        return spaced(self.stem)


@dataclass(frozen=True)
class Quotation:
    """A sentence and where it is from.

    Attributes:
        about: what it is evidence of, such as ``status``; empty for the row itself.
        text: the sentence, as the article has it.
        source: who says it, when, where and in whose words.
    """

    about: str
    text: str
    source: str


Row: TypeAlias = tuple[tuple[str, ...], tuple[Quotation | None, ...]]
"""The cells of a row as they are shown, and the quotation of each evidence column."""


def split(
    variables: Sequence[str], headings: Collection[str] = ()
) -> tuple[list[int], list[Column]]:
    """Return the indices of the table's columns, and the columns of each quotation.

    Args:
        variables: of the result, in order.
        headings: variables that the query wants in the table whatever they are called.
    """
    index = {name: place for place, name in enumerate(variables) if name not in headings}
    columns: list[Column] = []
    for name in index:
        if name == _QUOTE or (name.endswith(_QUOTE.title()) and name != _QUOTE.title()):
            stem = name[: -len(_QUOTE)]
            companions = {
                role: index[full]
                for role in _COMPANIONS
                if (full := stem + role.title() if stem else role) in index
            }
            columns.append(Column(stem, index[name], companions))
    taken = {place for c in columns for place in (c.quote, *c.companions.values())}
    return [place for place in range(len(variables)) if place not in taken], columns


def quotations(
    row: Sequence[Term | None], columns: Sequence[Column], view: View
) -> tuple[Quotation | None, ...]:
    """Return the quotation of each column; where there is no sentence, there is none."""
    found: list[Quotation | None] = []
    for column in columns:
        quote = row[column.quote]
        if quote is None:
            found.append(None)
        else:
            terms = {role: row[place] for role, place in column.companions.items()}
            found.append(Quotation(column.about, view.name(quote), _source(terms, view)))
    return tuple(found)


def grouped(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, ...], list[Quotation]]]:
    """Yield consecutive rows with the same cells as one, each of its sentences once.

    SPARQL gives one row per combination of sentences. Where every combination is there, they say
    nothing about each other and like stands beside like; else each row keeps its own, because it
    tells which sentence answers which.
    """
    for cells, group in groupby(rows, key=lambda row: row[0]):
        combinations = list(dict.fromkeys(quoted for _, quoted in group))
        kinds = [list(dict.fromkeys(kind)) for kind in zip(*combinations, strict=True)]
        independent = len(combinations) == prod(len(kind) for kind in kinds)
        for quoted in [chain(*kinds)] if independent else combinations:
            # A sentence that is evidence of two things in one row is shown for the first of them.
            once = {(q.text, q.source): q for q in reversed([*quoted]) if q is not None}
            yield cells, list(reversed(once.values()))


def filled(headings: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """Return the table without the columns in which no row has anything."""
    kept = [place for place in range(len(headings)) if any(cells[place] for cells, _ in rows)]
    return (
        [headings[place] for place in kept],
        [(tuple(cells[place] for place in kept), quoted) for cells, quoted in rows],
    )


def _source(terms: dict[str, Term | None], view: View) -> str:
    named = [view.name(terms.get("speaker")), view.name(terms.get("said"))]
    passage = place(terms.get("passage"))
    article = terms.get("article")
    if article is None and passage:
        named.append(passage[0])
    else:
        named.append(view.name(article))
    characters = passage[1] if passage else view.name(terms.get("passage"))
    parts = [", ".join(part for part in named if part), characters, view.name(terms.get("voice"))]
    return " · ".join(part for part in parts if part)
