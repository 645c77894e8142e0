"""What an export says of itself: a dataset in the terms of VoID and DCAT.

It has no time stamp, so that the same graph gives the same bytes, and it counts the graph without
itself. May know nothing of how the document is written.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.export.formats import Format
from kg.export.makers import ANNOTATED_BY, made_by
from kg.export.spans import EXACT_TEXT
from kg.namespaces import (
    DATA,
    DCAT,
    DCTERMS,
    DESCRIPTION_GRAPH,
    ONTOLOGY,
    OWL,
    PREFIXES,
    RDF,
    VOID,
    XSD,
)
from kg.turtle import Node, Statement, Term

_TYPE: Final = NamedNode(RDF + "type")
_INTEGER: Final = NamedNode(XSD + "integer")
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_TITLE: Final = "Accord knowledge graph"
_ABOUT: Final = (
    "Diplomacy and peacekeeping as news articles report it: who agreed, consented, "
    "deployed or said what. Claims are quoted, never asserted, and every triple from an article "
    "names its passage."
)
RIGHTS: Final = (
    "The text of an article belongs to its outlet and is quoted as the object of study: no licence "
    "of the data covers it."
)
"""What is said of rights wherever the articles' text is in a document."""
DATASET: Final = DESCRIPTION_GRAPH + "#dataset"
"""IRI of the graph as a dataset, whatever document or service it is had from."""


def describe(triples: Iterable[Statement], form: Format) -> set[Statement]:
    """Return the description of a document in ``form`` that holds ``triples``."""
    dataset = NamedNode(DATASET)
    document = NamedNode(f"{DESCRIPTION_GRAPH}#{form.name}")
    return describe_dataset(triples) | {
        Statement(dataset, NamedNode(VOID + "feature"), NamedNode(form.feature)),
        Statement(dataset, NamedNode(DCAT + "distribution"), document),
        Statement(document, _TYPE, NamedNode(DCAT + "Distribution")),
        Statement(document, NamedNode(DCTERMS + "title"), Literal(form.title, language="en")),
        Statement(
            document, NamedNode(DCAT + "mediaType"), NamedNode(_MEDIA_TYPES + form.media_type)
        ),
    }


def describe_dataset(triples: Iterable[Statement]) -> set[Statement]:
    """Return the description of the dataset that holds ``triples``, which are distinct."""
    return Census(triples).description()


class Census:
    """What VoID counts of a dataset; its triples are read once and not kept.

    Args:
        triples: all of the dataset, distinct.
    """

    def __init__(self, triples: Iterable[Statement]) -> None:
        self._triples = 0
        self._subjects: set[Node] = set()
        self._predicates: set[NamedNode] = set()
        self._objects: set[Term] = set()
        self._classes: set[Term] = set()
        self._of_the_ontology: list[tuple[NamedNode, Term]] = []
        self._annotators: set[Term] = set()
        ontology = NamedNode(ONTOLOGY)
        for triple in triples:
            self._triples += 1
            self._subjects.add(triple.subject)
            self._predicates.add(triple.predicate)
            self._objects.add(triple.object)
            if triple.predicate == _TYPE:
                self._classes.add(triple.object)
            if triple.subject == ontology:
                self._of_the_ontology.append((triple.predicate, triple.object))
            if triple.predicate == ANNOTATED_BY:
                self._annotators.add(triple.object)

    def counts(self) -> dict[str, int]:
        """Return how much there is of what VoID counts, by the names of its properties."""
        return {
            "triples": self._triples,
            "entities": sum(node.value.startswith(DATA) for node in self._subjects),
            "distinctSubjects": len(self._subjects),
            "distinctObjects": len(self._objects),
            "classes": len(self._classes),
            "properties": len(self._predicates),
        }

    def description(self) -> set[Statement]:
        """Return the description of the dataset."""
        dataset = NamedNode(DATASET)
        said: list[tuple[str, Term]] = [
            (RDF + "type", NamedNode(VOID + "Dataset")),
            (RDF + "type", NamedNode(DCAT + "Dataset")),
            (DCTERMS + "title", Literal(_TITLE, language="en")),
            (DCTERMS + "description", Literal(_ABOUT, language="en")),
            (VOID + "uriSpace", Literal(DATA)),
        ]
        said += [
            (VOID + name, Literal(str(number), datatype=_INTEGER))
            for name, number in self.counts().items()
        ]
        said += [(VOID + "vocabulary", NamedNode(iri)) for iri in self._vocabularies()]
        makers = made_by(self._of_the_ontology, self._annotators)
        said += [(predicate.value, value) for predicate, value in makers]
        said += [
            (DCAT + "version", value)
            for predicate, value in self._of_the_ontology
            if predicate.value == OWL + "versionInfo"
        ]
        if EXACT_TEXT in self._predicates:
            said.append((DCTERMS + "rights", Literal(RIGHTS, language="en")))
        return {Statement(dataset, NamedNode(predicate), value) for predicate, value in said}

    def _vocabularies(self) -> list[str]:
        used = {node.value for node in self._predicates}
        used |= {node.value for node in self._classes if isinstance(node, NamedNode)}
        return [iri for iri in PREFIXES.values() if any(term.startswith(iri) for term in used)]
