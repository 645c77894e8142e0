"""Which columns of a row are evidence, and how a quotation is attributed.

A query names its variables so that a reader can tell: ``?quote`` or ``?statusQuote`` is a sentence,
and ``?passage``, ``?speaker``, ``?said``, ``?voice``, ``?article`` (``?statusPassage`` …) belong to
it. Evidence is shown under its row, whole, whatever the width. May know nothing of layout.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

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
) -> list[Quotation]:
    """Return the quotations of a row; where there is no sentence, there is none."""
    found: list[Quotation] = []
    for column in columns:
        quote = row[column.quote]
        if quote is not None:
            terms = {role: row[place] for role, place in column.companions.items()}
            found.append(Quotation(spaced(column.stem), view.name(quote), _source(terms, view)))
    return found


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
