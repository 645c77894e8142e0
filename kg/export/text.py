"""Leaves the articles' text out: an outlet's text is not ours to hand on.

What is withheld is found by content, not by a list of properties: the passages' texts and the
titles, and any other literal (an example in the ontology, a label, a note) that has a long run of
characters in common with an article. May know nothing of syntaxes or of evidence.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.export.spans import EXACT_TEXT, read_spans
from kg.namespaces import DCTERMS
from kg.turtle import Statement

RUN: Final = 40
"""Characters in one run that make a literal a quotation; names and phrases are shorter."""

_TITLE: Final = NamedNode(DCTERMS + "title")


def without_text(statements: Sequence[Statement]) -> list[Statement]:
    """Return ``statements`` without those whose literals hold text of the articles among them.

    Runs are compared without regard to case and to the kind and number of white space.
    """
    articles, texts = _articles(statements)
    runs = {run for text in texts for run in _runs(text)}

    def withheld(statement: Statement) -> bool:
        if statement.predicate == EXACT_TEXT:
            return True
        if statement.predicate == _TITLE and statement.subject.value in articles:
            return True
        return isinstance(statement.object, Literal) and not runs.isdisjoint(
            _runs(statement.object.value)
        )

    return [statement for statement in statements if not withheld(statement)]


def _articles(statements: Sequence[Statement]) -> tuple[set[str], list[str]]:
    """Return the articles' IRIs, and their texts put together from their spans."""
    characters: dict[str, dict[int, str]] = defaultdict(dict)
    for span in read_spans(statements).values():
        characters[span.article].update(enumerate(span.text, span.start))
    # Between spans there is nothing but white space.
    texts = [
        "".join(text.get(offset, " ") for offset in range(max(text) + 1))
        for text in characters.values()
        if text
    ]
    titles = [
        statement.object.value
        for statement in statements
        if statement.predicate == _TITLE and statement.subject.value in characters
    ]
    return set(characters), texts + titles


def _runs(text: str) -> Iterator[str]:
    plain = " ".join(text.casefold().split())
    return (plain[start : start + RUN] for start in range(len(plain) - RUN + 1))
