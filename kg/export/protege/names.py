"""What things are called in Protégé, which shows whatever has no label by the end of its IRI.

Passages and articles have no labels in the graph, because their text says what they are; nor need
what an article mints have one. May know nothing of files.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.export.spans import Span
from kg.namespaces import DCTERMS, RDFS, TERMS, local_name
from kg.text.words import day, listed
from kg.turtle import Statement

LABEL: Final = NamedNode(RDFS + "label")
_TITLE: Final = DCTERMS + "title"
_PUBLISHER: Final = TERMS + "publisher"
_PUBLISHED: Final = TERMS + "published"
_MINTED: Final = re.compile(r".*/v[^/#]+/(?P<kind>[^/#]+)/(?P<name>[^/#]+)")
_BEGINNING: Final = 60
"""Characters of a passage that are enough to tell which one it is."""


class Names:
    """The built graph, asked what things are called.

    Args:
        statements: the part of the built graph that is exported, ontology included.
        spans: the spans of the articles' text, by their IRI.
        text: whether a name may quote the article.
    """

    def __init__(
        self, statements: Iterable[Statement], spans: Mapping[str, Span], *, text: bool
    ) -> None:
        self._spans = spans
        self._text = text
        self._labels: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        self._said: dict[tuple[str, str], set[str]] = defaultdict(set)
        for node, predicate, value, _ in statements:
            if predicate == LABEL and isinstance(value, Literal):
                self._labels[node.value].append((value.language != "en", value.value))
            elif predicate.value in (_TITLE, _PUBLISHER, _PUBLISHED):
                self._said[node.value, predicate.value].add(value.value)

        self._bearers: dict[str, set[str]] = defaultdict(set)
        for iri, labels in self._labels.items():
            for _, label in labels:
                self._bearers[label].add(iri)

    def unique(self, iri: str) -> bool:
        """Whether a label tells ``iri`` from all that the graph has labels of."""
        return self._bearers.get(self.name(iri)) == {iri}

    def labelled(self, iri: str) -> bool:
        """Whether the graph has a label of ``iri``."""
        return iri in self._labels

    def name(self, iri: str) -> str:
        """Return what ``iri`` is called: its label, else what it is."""
        if iri in self._labels:
            return min(self._labels[iri])[1]
        span = self._spans.get(iri)
        if span is not None:
            place = f"{self.article(span.article)}, characters {span.start}–{span.end}"
            return f"{place}: “{_beginning(span.text)}”" if self._text else place
        if (iri, _PUBLISHER) in self._said:
            titles = sorted(self._said.get((iri, _TITLE), ()))
            return f"{self.article(iri)}: {titles[0]}" if titles else self.article(iri)
        minted = _MINTED.fullmatch(iri)
        if minted:
            return f"{_words(minted['name'])} ({_words(minted['kind'])})"
        return local_name(iri)

    def article(self, iri: str) -> str:
        """Return outlet and day of an article."""
        outlets = sorted(map(self.name, self._said.get((iri, _PUBLISHER), ())))
        days = sorted(map(day, self._said.get((iri, _PUBLISHED), ())))
        return ", ".join(filter(None, (listed(outlets), listed(days)))) or local_name(iri)


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= _BEGINNING:
        return words
    return words[: words.rfind(" ", 0, _BEGINNING) % _BEGINNING].rstrip() + " …"


def _words(identifier: str) -> str:
    return identifier.replace("-", " ")
