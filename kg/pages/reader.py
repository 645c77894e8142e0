"""Reads the ontology's triples into what its pages show.

Every axiom of a term must find its row here, or a reviewer would not see it. May know nothing of
HTML, of articles or of shapes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import OntologyError
from kg.manchester import Phrase
from kg.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, TERMS, XSD, local_name
from kg.pages.axioms import Axioms
from kg.pages.headings import CHARACTERISTICS
from kg.pages.model import Alignment, Kind, Module, Ontology, Row, Term
from kg.text.words import listed
from kg.vocabulary.imports import names_of
from kg.vocabulary.tripleindex import TripleIndex

_KINDS: Final = {
    OWL + "Class": Kind.CLASS,
    OWL + "ObjectProperty": Kind.OBJECT,
    OWL + "DatatypeProperty": Kind.DATA,
    OWL + "AnnotationProperty": Kind.ANNOTATION,
    RDFS + "Datatype": Kind.DATATYPE,
    OWL + "NamedIndividual": Kind.INDIVIDUAL,
}
_DATATYPES: Final = (OWL, RDF, RDFS, XSD)
"""Namespaces of datatypes that everyone has: who declares one of them makes no term."""

_MATCHES: Final = tuple(
    SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
)
_HEADINGS: Final = {
    DCTERMS + "creator": "Creator",
    DCTERMS + "contributor": "Contributor",
    DCTERMS + "created": "Created",
    DCTERMS + "modified": "Modified",
    DCTERMS + "license": "Licence",
    OWL + "versionInfo": "Version",
    OWL + "versionIRI": "Version IRI",
    OWL + "priorVersion": "Prior version",
}


def read_ontology(
    files: Sequence[Sequence[Triple]], datatypes: Mapping[str, str], known_by: str
) -> Ontology:
    """Return the ontology of some files.

    Args:
        files: the triples of each; every file has one ontology header.
        datatypes: what the values of data properties are written as, by IRI; it completes the
            ranges, since dates carry none.
        known_by: what says so, as words that follow the datatype.

    Raises:
        OntologyError: no one module brings the others together, imports go in a circle, two
            modules are of one name, or an expression is not OWL.
    """
    index = TripleIndex(triple for file in files for triple in file)
    kinds = {
        iri: kind
        for type_, kind in _KINDS.items()
        for iri in index.declared(type_)
        if kind is not Kind.DATATYPE or not iri.startswith(_DATATYPES)
    }
    axioms = Axioms(index, kinds)
    indexes = [TripleIndex(file) for file in files]
    headers = _known_by_one_name([_module(file, axioms) for file in indexes], files)
    homes = _Homes(index, {m.iri: file for m, file in zip(headers, indexes, strict=True)})
    written_as: dict[str, Phrase] = {
        iri: (NamedNode(datatypes[iri]), f" ({known_by})")
        for iri, kind in kinds.items()
        if kind is Kind.DATA and iri in datatypes
    }
    terms = _terms(index, kinds, axioms, homes, written_as)
    ordered = _in_order(headers)
    root = _root(ordered)
    inhabited = {term.module for term in terms.values()}
    modules = [m for m in ordered if m.iri in inhabited or (m.axioms and m is not root)]
    _refuse_namesakes(modules)
    return Ontology(
        root=root,
        modules=tuple(modules),
        terms=terms,
        alignments=tuple(_alignments(index, terms)),
    )


def _terms(
    index: TripleIndex,
    kinds: Mapping[str, Kind],
    axioms: Axioms,
    homes: "_Homes",
    written_as: Mapping[str, Phrase],
) -> dict[str, Term]:
    terms = [
        _term(iri, kind, index, axioms, homes.of(iri), written_as.get(iri, ()))
        for iri, kind in kinds.items()
    ]
    order = list(Kind)
    terms.sort(key=lambda t: (order.index(t.kind), t.label.casefold(), t.iri))
    return {term.iri: term for term in terms}


def _term(
    iri: str, kind: Kind, index: TripleIndex, axioms: Axioms, module: str, written_as: Phrase
) -> Term:
    types = index.iris(iri, RDF + "type")
    marks = tuple(mark for type_, mark in CHARACTERISTICS.items() if type_ in types)
    ranges = axioms.named(iri, RDFS + "range")
    if not ranges:
        ranges = tuple(word.value for word in written_as if isinstance(word, NamedNode))
    return Term(
        iri=iri,
        name=local_name(iri),
        kind=kind,
        label=index.text(iri, RDFS + "label") or local_name(iri),
        other_names=_texts(index, iri, SKOS + "altLabel"),
        definition=index.text(iri, SKOS + "definition"),
        scope=_texts(index, iri, SKOS + "scopeNote"),
        examples=_texts(index, iri, SKOS + "example"),
        assertion=index.text(iri, TERMS + "assertion"),
        module=module,
        sources=tuple(sorted(index.iris(iri, DCTERMS + "source"))),
        above=axioms.above(iri),
        domain=axioms.named(iri, RDFS + "domain"),
        range=ranges,
        marks=marks,
        defined=bool(index.objects(iri, OWL + "equivalentClass")),
        rows=axioms.rows(iri, marks, written_as),
    )


def _texts(index: TripleIndex, iri: str, predicate: str) -> tuple[str, ...]:
    return tuple(literal.value for literal in index.literals(iri, predicate))


# ---------------------------------------------------------------- modules


def _module(file: TripleIndex, axioms: Axioms) -> Module:
    headers = file.declared(OWL + "Ontology")
    if len(headers) != 1:
        raise OntologyError(
            f"a file of the ontology has {len(headers)} headers",
            why="a page is made for each module, and named by its IRI",
            fix="begin every file with one owl:Ontology",
        )
    iri = headers[0]
    name = local_name(iri.rstrip("#/"))
    metadata: list[Row] = []
    for predicate, heading in _HEADINGS.items():
        values = tuple((_plain(value),) for value in _sorted(file.objects(iri, predicate)))
        metadata += [Row(heading, values)] if values else []
    return Module(
        iri=iri,
        name=name,
        title=file.text(iri, DCTERMS + "title") or name,
        description=file.text(iri, DCTERMS + "description"),
        metadata=tuple(metadata),
        imports=tuple(sorted(file.iris(iri, OWL + "imports"))),
        axioms=axioms.general(file),
    )


def _known_by_one_name(
    headers: Sequence[Module], files: Sequence[Sequence[Triple]]
) -> list[Module]:
    """Return the modules so that each imports the others by their own IRIs, not by their versions.

    Args:
        headers: the modules.
        files: the triples of each.
    """
    known = {
        name: module.iri
        for module, file in zip(headers, files, strict=True)
        for name in names_of(file)
    }
    return [
        replace(module, imports=tuple(sorted({known.get(iri, iri) for iri in module.imports})))
        for module in headers
    ]


class _Homes:
    """The module of each term: the one that it says it is defined by, or that says most of it.

    Args:
        index: the triples of all modules.
        modules: those of each module, by its IRI.
    """

    def __init__(self, index: TripleIndex, modules: Mapping[str, TripleIndex]) -> None:
        self._index = index
        self._modules = modules

    def of(self, iri: str) -> str:
        """Return the IRI of a term's module."""
        for module in self._index.iris(iri, RDFS + "isDefinedBy"):
            if module in self._modules:
                return module

        def said(module: str) -> int:
            file = self._modules[module]
            return sum(len(file.objects(iri, predicate)) for predicate in file.predicates(iri))

        return max(self._modules, key=said)


def _root(modules: Sequence[Module]) -> Module:
    """Return the module that brings the others together, or the only one there is.

    Raises:
        OntologyError: there is none, or several are.
    """
    imported = {iri for module in modules for iri in module.imports}
    apart = [module for module in modules if module.iri not in imported]
    roots = [module for module in apart if module.imports] or apart
    if len(roots) != 1:
        names = sorted(module.name for module in roots)
        raise OntologyError(
            f"no one module of the ontology imports the others: nothing imports {listed(names)}"
            if names
            else "there is no ontology",
            why="the pages start with the one module that brings the others together",
            fix="let one file of ontology/ import the rest",
        )
    return roots[0]


def _refuse_namesakes(modules: Sequence[Module]) -> None:
    if len({module.name for module in modules}) < len(modules):
        raise OntologyError(
            "two modules of the ontology have the same name",
            why="the page of a module is named by the last part of its IRI",
            fix="rename one of them",
        )


def _in_order(modules: Iterable[Module]) -> list[Module]:
    """Return ``modules`` so that each comes after those that it imports, otherwise by name.

    Raises:
        OntologyError: imports go in a circle.
    """
    waiting = {module.iri: module for module in sorted(modules, key=lambda m: m.name)}
    ordered: list[Module] = []
    while waiting:
        ready = next((m for m in waiting.values() if not waiting.keys() & set(m.imports)), None)
        if ready is None:
            circle = " imports ".join(module.name for module in _circle(waiting))
            raise OntologyError(
                f"the imports go in a circle: {circle}",
                why="a module builds on what it imports, and its page comes after theirs",
                fix="take one of these owl:imports out",
            )
        ordered.append(waiting.pop(ready.iri))
    return ordered


def _circle(modules: Mapping[str, Module]) -> list[Module]:
    """Return modules of which each imports the next, the first again at the end.

    Args:
        modules: by IRI; each imports another of them, or itself.
    """
    iri = next(iter(modules))
    path: list[str] = []
    while iri not in path:
        path.append(iri)
        iri = next(each for each in modules[iri].imports if each in modules)
    return [modules[each] for each in (*path[path.index(iri) :], iri)]


# ---------------------------------------------------------------- alignments


def _alignments(index: TripleIndex, terms: Mapping[str, Term]) -> list[Alignment]:
    reasons: dict[tuple[str, str, str], str] = {}
    for node in index:
        if isinstance(node, BlankNode) and OWL + "Axiom" in index.iris(node, RDF + "type"):
            key = tuple(
                value
                for part in ("annotatedSource", "annotatedProperty", "annotatedTarget")
                for value in index.iris(node, OWL + part)[:1]
            )
            if len(key) == 3 and key[1] in _MATCHES:
                reasons[key] = index.text(node, RDFS + "comment")
    return [
        Alignment(term.iri, match, target, reasons.get((term.iri, match, target), ""))
        for term in sorted(terms.values(), key=lambda t: (t.label.casefold(), t.iri))
        for match in _MATCHES
        for target in sorted(index.iris(term.iri, match))
    ]


def _plain(value: object) -> str:
    return value.value if isinstance(value, Literal | NamedNode) else str(value)


def _sorted(values: Iterable[object]) -> list[object]:
    return sorted(values, key=_plain)
