"""What the axioms say of a term, as rows: both what stands at the term and what stands at others.

A domain is a fact about the class too, and an inverse one about both properties, so each axiom is
found from every term that it is about. May know nothing of HTML.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.manchester import Expressions, Phrase, spoken
from kg.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, TERMS, compact
from kg.pages.model import Kind, Row
from kg.vocabulary.tripleindex import TripleIndex

_LABEL: Final = RDFS + "label"
_ABOVE: Final = {Kind.CLASS: RDFS + "subClassOf"}
_PROPERTY_ABOVE: Final = RDFS + "subPropertyOf"

# Heading for what stands at a term, and heading at what it names.
_BOTH_WAYS: Final = (
    ("Superclasses", RDFS + "subClassOf", "Subclasses"),
    ("Superproperties", RDFS + "subPropertyOf", "Subproperties"),
    ("Equivalent to", OWL + "equivalentClass", ""),
    ("Equivalent to", OWL + "equivalentProperty", "Equivalent to"),
    ("Disjoint with", OWL + "disjointWith", "Disjoint with"),
    ("Disjoint with", OWL + "propertyDisjointWith", "Disjoint with"),
    ("Complement of", OWL + "complementOf", "Complement of"),
    ("Domain", RDFS + "domain", "In domain of"),
    ("Range", RDFS + "range", "In range of"),
    ("Inverse of", OWL + "inverseOf", "Inverse of"),
    ("Same as", OWL + "sameAs", "Same as"),
    ("Different from", OWL + "differentFrom", "Different from"),
)
_LISTS: Final = (
    ("Disjoint union of", OWL + "disjointUnionOf"),
    ("Keys", OWL + "hasKey"),
)
_TOGETHER: Final = {
    OWL + "AllDisjointClasses": "Disjoint with",
    OWL + "AllDisjointProperties": "Disjoint with",
    OWL + "AllDifferent": "Different from",
}
_ORDER: Final = (
    "Superclasses",
    "Superproperties",
    "Subclasses",
    "Subproperties",
    "Types",
    "Equivalent to",
    "Disjoint union of",
    "Disjoint with",
    "Complement of",
    "Keys",
    "Characteristics",
    "Domain",
    "Range",
    "Values written as",
    "Inverse of",
    "Follows from the chain",
    "Used in the chain of",
    "Used in the definition of",
    "In domain of",
    "In range of",
    "Individuals",
    "Same as",
    "Different from",
)
# What the page of a term shows elsewhere.
_SHOWN: Final = frozenset(
    {
        _LABEL,
        RDF + "type",
        RDFS + "isDefinedBy",
        DCTERMS + "source",
        TERMS + "assertion",
        OWL + "propertyChainAxiom",
        *(SKOS + name for name in ("altLabel", "definition", "scopeNote", "example")),
        *(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")),
        *(predicate for _, predicate, _ in _BOTH_WAYS),
        *(predicate for _, predicate in _LISTS),
    }
)
_MATCHES: Final = tuple(
    SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
)
_VERBS: Final = {
    RDFS + "subClassOf": "subclass of",
    RDFS + "subPropertyOf": "subproperty of",
    RDFS + "domain": "domain",
    RDFS + "range": "range",
    RDF + "type": "type",
}


class Axioms:
    """The axioms of an ontology, by the terms that they are about.

    Args:
        index: the triples of all modules.
        kinds: what each term is, by IRI.
    """

    def __init__(self, index: TripleIndex, kinds: Mapping[str, Kind]) -> None:
        self._index = index
        self._expressions = Expressions(index)
        self._kinds = kinds
        self._values: defaultdict[str, defaultdict[str, dict[Phrase, None]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for iri in kinds:
            self._stated(iri)
            self._chains(iri)
        self._sets()
        self._annotated()

    def rows(self, iri: str, kind: Kind, marks: Iterable[str], datatype: str) -> tuple[Row, ...]:
        """Return what the axioms say of a term, in the order of a page.

        Args:
            iri: the term.
            kind: what it is.
            marks: its characteristics as a property.
            datatype: what its values are written as, where it is a data property.
        """
        found = {
            heading: tuple(self._sorted(phrases)) for heading, phrases in self._values[iri].items()
        }
        if marks:
            found["Characteristics"] = tuple((mark,) for mark in marks)
        if kind is Kind.DATA and datatype and "Range" not in found:
            found["Values written as"] = ((NamedNode(datatype), " (by the shapes)"),)
        known = [heading for heading in _ORDER if heading in found]
        further = sorted(found.keys() - set(_ORDER))
        return tuple(Row(heading, found[heading]) for heading in (*known, *further))

    def above(self, iri: str) -> tuple[str, ...]:
        """Return the named classes, or properties, right above a term, sorted by label."""
        predicate = _ABOVE.get(self._kinds[iri], _PROPERTY_ABOVE)
        named = (n for n in self._index.iris(iri, predicate) if n in self._kinds)
        return tuple(sorted(named, key=lambda n: (self._label(n), n)))

    def named(self, iri: str, predicate: str) -> tuple[str, ...]:
        """Return the named objects, a union's members included, sorted by label."""
        found: list[str] = []
        for node in self._index.objects(iri, predicate):
            unions = self._index.objects(node, OWL + "unionOf")
            members = [member for head in unions for member in self._index.members(head)]
            found += [n.value for n in (node, *members) if isinstance(n, NamedNode)]
        return tuple(sorted(found, key=lambda n: (self._label(n), n)))

    # ------------------------------------------------------------ what is stated

    def _stated(self, iri: str) -> None:
        me = NamedNode(iri)
        for heading, predicate, back in _BOTH_WAYS:
            for node in self._index.objects(iri, predicate):
                self._add(iri, heading, self._expressions.phrase(node))
                if isinstance(node, NamedNode):
                    if back:
                        self._add(node.value, back, (me,))
                elif back.startswith("In "):
                    for part in self.named(iri, predicate):
                        self._add(part, back, (me,))
                else:
                    for part in dict.fromkeys(_terms_in(self._expressions.phrase(node))):
                        self._add(part, "Used in the definition of", (me,))
        for heading, predicate in _LISTS:
            for head in self._index.objects(iri, predicate):
                for member in self._index.members(head):
                    self._add(iri, heading, self._expressions.phrase(member))
        if self._kinds[iri] is Kind.INDIVIDUAL:
            for node in self._index.objects(iri, RDF + "type"):
                if not (isinstance(node, NamedNode) and node.value.startswith(OWL)):
                    self._add(iri, "Types", self._expressions.phrase(node))
                    if isinstance(node, NamedNode):
                        self._add(node.value, "Individuals", (me,))
        self._further(iri)

    def _further(self, iri: str) -> None:
        for predicate in self._index.predicates(iri):
            if predicate not in _SHOWN:
                name = self._label(predicate)
                for value in self._index.objects(iri, predicate):
                    self._add(iri, name[:1].upper() + name[1:], (_plain(value),))

    def _chains(self, iri: str) -> None:
        for head in self._index.objects(iri, OWL + "propertyChainAxiom"):
            words = self._expressions.chain(head)
            self._add(iri, "Follows from the chain", words)
            for part in dict.fromkeys(_terms_in(words)):
                self._add(part, "Used in the chain of", (NamedNode(iri), ": ", *words))

    def _sets(self) -> None:
        for node in self._index:
            for type_ in self._index.iris(node, RDF + "type"):
                if isinstance(node, BlankNode) and type_ in _TOGETHER:
                    heads = self._index.objects(node, OWL + "members")
                    members = [
                        self._expressions.phrase(member)
                        for head in heads
                        for member in self._index.members(head)
                    ]
                    for member in members:
                        for term in _terms_in(member) if len(member) == 1 else ():
                            for other in members:
                                if other != member:
                                    self._add(term, _TOGETHER[type_], other)

    def _annotated(self) -> None:
        """Find annotations on axioms; those that justify an alignment stand with it."""
        for node in self._index:
            if not isinstance(node, BlankNode):
                continue
            for source in self._index.iris(node, OWL + "annotatedSource"):
                for property_ in self._index.iris(node, OWL + "annotatedProperty"):
                    if property_ not in _MATCHES:
                        for target in self._index.objects(node, OWL + "annotatedTarget"):
                            for words in self._notes(node, property_, target):
                                self._add(source, "Annotations on axioms", words)

    def _notes(self, node: BlankNode, property_: str, target: object) -> Iterator[Phrase]:
        verb = _VERBS.get(property_, self._label(property_))
        about = self._expressions.phrase(target)
        for predicate in self._index.predicates(node):
            if not predicate.startswith(OWL) and predicate != RDF + "type":
                for value in self._index.objects(node, predicate):
                    note = f" — {self._label(predicate)}: {_plain(value)}"
                    yield (f"{verb} ", *about, note)

    # ------------------------------------------------------------ phrases

    def _add(self, iri: str, heading: str, words: Phrase) -> None:
        self._values[iri][heading][words] = None

    def _label(self, iri: str) -> str:
        return self._index.text(iri, _LABEL) or compact(iri)

    def _sorted(self, phrases: Iterable[Phrase]) -> list[Phrase]:
        def read(words: Phrase) -> tuple[bool, str]:
            return len(words) > 1, spoken(words, self._label).casefold()

        return sorted(phrases, key=read)


def _terms_in(words: Phrase) -> list[str]:
    return [word.value for word in words if isinstance(word, NamedNode)]


def _plain(value: object) -> str:
    return value.value if isinstance(value, Literal | NamedNode) else str(value)
