"""The text spans of the articles, as the built graph describes them.

May know nothing of what their passages say.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import TERMS
from kg.turtle import Statement

EXACT_TEXT: Final = NamedNode(TERMS + "exactText")
_IN_ARTICLE: Final = NamedNode(TERMS + "inArticle")
_START: Final = NamedNode(TERMS + "startOffset")
_END: Final = NamedNode(TERMS + "endOffset")
_VOICE: Final = NamedNode(TERMS + "voice")
_NEEDED: Final = frozenset({EXACT_TEXT, _IN_ARTICLE, _START, _END})


@dataclass(frozen=True)
class Span:
    """A run of an article's characters.

    Attributes:
        article: IRI of the article.
        start: offset of its first character, in code points.
        end: offset after its last character.
        text: its characters.
        voice: local name of the voice that it speaks in; empty where it says nothing.
    """

    article: str
    start: int
    end: int
    text: str
    voice: str


def read_spans(statements: Iterable[Statement]) -> Mapping[str, Span]:
    """Return the spans that ``statements`` describe, by their IRI."""
    facts: dict[str, dict[NamedNode, str]] = defaultdict(dict)
    for subject, predicate, value, _ in statements:
        if predicate in _NEEDED or predicate == _VOICE:
            facts[subject.value][predicate] = value.value
    return {
        iri: Span(
            said[_IN_ARTICLE],
            int(said[_START]),
            int(said[_END]),
            said[EXACT_TEXT],
            said.get(_VOICE, "").removeprefix(TERMS),
        )
        for iri, said in facts.items()
        if said.keys() >= _NEEDED
    }
