"""The sentence behind the "@" of each assertion of a package.

A triple from a passage has what `kg.export.evidence` says of it. What says where an article's text
stands is supported by that text itself; what describes the article, by whoever recorded it; the
background, by its sources. May know nothing of files.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from kg.export.evidence import Support
from kg.export.protege.names import Names
from kg.export.witnesses import Witnesses
from kg.namespaces import DCTERMS, OWL, REFERENCE_GRAPH, TERMS
from kg.text.words import listed
from kg.turtle import TYPE, Statement

_SOURCE: Final = NamedNode(DCTERMS + "source")
_ANNOTATED_BY: Final = NamedNode(TERMS + "annotatedBy")
_RELATIONS: Final = (OWL + "ObjectProperty", OWL + "DatatypeProperty")


class Supports:
    """The built graph, asked what stands behind its assertions.

    Args:
        stored: the built graph.
        names: what things are called.
        text: whether a sentence may quote an article.
    """

    def __init__(self, stored: Collection[Statement], names: Names, *, text: bool) -> None:
        self._witnesses = Witnesses(stored)
        self._names = names
        self._text = text
        self._articles = {span.article for span in self._witnesses.spans.values()}
        self._relations = {TYPE}
        self._sources: dict[str, list[str]] = defaultdict(list)
        self._recorded: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, value, graph in stored:
            if predicate == TYPE and value.value in _RELATIONS:
                self._relations.add(NamedNode(subject.value))
            elif predicate == _SOURCE and graph == REFERENCE_GRAPH:
                self._sources[subject.value].append(value.value)
            elif predicate == _ANNOTATED_BY:
                self._recorded[subject.value].append(value.value)

    def of(self, statements: Iterable[Statement]) -> Mapping[Statement, Sequence[Support]]:
        """Return what supports each assertion among ``statements``, by its triple.

        Labels, notes and other annotations are no assertions.
        """
        found: dict[Statement, list[Support]] = defaultdict(list)
        for statement in statements:
            if statement.predicate in self._relations:
                found[statement.triple()] += self._of(statement)
        return found

    def _of(self, statement: Statement) -> list[Support]:
        subject, graph = statement.subject.value, statement.graph
        spans = self._witnesses.spans
        passage = graph if graph in spans else subject
        if passage in spans:
            sentence = self._witnesses.sentence(subject, passage, text=self._text)
            return [Support(passage, sentence)]
        if graph == REFERENCE_GRAPH:
            sources = self._sources.get(subject, [REFERENCE_GRAPH])
            return [Support(source, self._background(source), _SOURCE) for source in sources]
        by = listed(sorted(self._recorded.get(graph, ())))
        recorded = f", recorded by {by}" if by else ""
        sentence = f"Metadata of {self._names.name(graph)}{recorded}"
        return [Support(graph, sentence, _SOURCE)]

    def _background(self, source: str) -> str:
        if source == REFERENCE_GRAPH:
            return "Background that no article has to prove; it names no source"
        named = self._names.name(source) if source in self._articles else source
        return f"Background that no article has to prove; its source: {named}"
