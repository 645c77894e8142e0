"""What a class, a property and an individual are to the stages that read and write annotations.

It exists so that these stages share three small records instead of an ontology's triples. May know
nothing of how they are read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Kind = Literal["object", "data", "annotation"]
"""The kinds of property that OWL 2 knows."""


@dataclass(frozen=True, slots=True)
class Class:
    """A named class; ``superclasses`` are the IRIs of all its named superclasses but itself."""

    iri: str
    name: str
    label: str
    definition: str
    assertion: str
    superclasses: frozenset[str]

    def is_a(self, iris: Collection[str]) -> bool:
        """Return whether the class is, or is below, one of ``iris``."""
        return self.iri in iris or not self.superclasses.isdisjoint(iris)


@dataclass(frozen=True, slots=True)
class Property:
    """A property; ``domain`` and ``range`` are IRIs of named classes, any of which fits.

    An empty domain or range fits everything. ``datatype`` is the IRI of the datatype of its
    literals, ``rdf:langString`` for texts in English, and empty for an object property.
    """

    iri: str
    name: str
    kind: Kind
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    datatype: str
    assertion: str

    @property
    def editorial(self) -> bool:
        """Whether it is said by the editor for people (a label, a note), and not by a passage."""
        return self.kind == "annotation"

    def fits(self, classes: Collection[Class]) -> bool:
        """Return whether its domain allows a subject that is in all of ``classes``."""
        return not self.domain or any(term.is_a(self.domain) for term in classes)


@dataclass(frozen=True, slots=True)
class Individual:
    """An individual that the ontology itself declares; ``types`` has the superclasses as well."""

    iri: str
    name: str
    label: str
    definition: str
    types: frozenset[str]
