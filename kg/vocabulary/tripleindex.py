"""Triples by subject and predicate, for the stages that read the ontology and the register.

A list of triples answers "what does it say of this subject?" by a search each time; this answers at
once, without a store. May know nothing of files, nor of what is made of the triples.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.namespaces import RDF


class TripleIndex:
    """Triples, found by subject and predicate; subjects and objects are pyoxigraph's terms."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        about: defaultdict[object, defaultdict[str, list[object]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for triple in triples:
            about[triple.subject][triple.predicate.value].append(triple.object)
        self._about = {subject: dict(says) for subject, says in about.items()}

    def __contains__(self, subject: object) -> bool:
        return subject in self._about

    def __iter__(self) -> Iterator[object]:
        return iter(self._about)

    def named(self) -> Iterator[str]:
        """Yield the IRIs of the subjects that have one, in the order of the triples."""
        return (subject.value for subject in self if isinstance(subject, NamedNode))

    def objects(self, subject: object, predicate: str) -> list[object]:
        """Return the objects for a subject (a term or an IRI) and the IRI of a predicate."""
        node = NamedNode(subject) if isinstance(subject, str) else subject
        return self._about.get(node, {}).get(predicate, [])

    def predicates(self, subject: object) -> list[str]:
        """Return the IRIs of the predicates that describe a subject (a term or an IRI), sorted."""
        node = NamedNode(subject) if isinstance(subject, str) else subject
        return sorted(self._about.get(node, {}))

    def iris(self, subject: object, predicate: str) -> list[str]:
        """Return the IRIs among :meth:`objects`."""
        return [o.value for o in self.objects(subject, predicate) if isinstance(o, NamedNode)]

    def literals(self, subject: object, predicate: str) -> list[Literal]:
        """Return the literals among :meth:`objects`, sorted: English or untagged ones first."""
        found = [o for o in self.objects(subject, predicate) if isinstance(o, Literal)]
        return sorted(found, key=lambda o: (o.language not in {"en", None}, o.value, str(o)))

    def text(self, subject: object, predicate: str) -> str:
        """Return the first of :meth:`literals` as text, or nothing."""
        return next((literal.value for literal in self.literals(subject, predicate)), "")

    def declared(self, type_iri: str) -> list[str]:
        """Return the IRIs of the subjects that are stated to be of a type, sorted."""
        return sorted(iri for iri in self.named() if type_iri in self.iris(iri, RDF + "type"))

    def members(self, rest: object) -> Iterator[object]:
        """Yield the members of the RDF collection that starts at ``rest``."""
        seen: set[object] = set()
        while rest in self and rest not in seen:
            seen.add(rest)
            yield from self.objects(rest, RDF + "first")
            rest = next(iter(self.objects(rest, RDF + "rest")), None)
