"""The documents of the ontology: the whole of it, each module by itself, and the pages of both.

The terms share one namespace, which is a document: who asks for a term asks for that. The built
graph does not keep which file a statement came from, so a module here is what its terms are defined
by. May know nothing of articles.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.documents.links import Links, rows
from kg.documents.page import Page
from kg.documents.source import Source
from kg.errors import UnknownValue
from kg.export.one import one_ontology
from kg.namespaces import ONTOLOGY, OWL, RDF, RDFS, SKOS, local_name
from kg.pages.html import Markup, element, lines
from kg.pages.model import Ontology, Usage
from kg.pages.reader import read_ontology
from kg.pages.site import ALIGNMENTS, INDEX, body
from kg.pages.usage import names as names_of_things
from kg.pages.usage import quote, sources
from kg.text.nearest import nearest
from kg.turtle import Node, Statement, Term

_GRAPH: Final = NamedNode(ONTOLOGY)
_HEADER: Final = NamedNode(OWL + "Ontology")
_DATA: Final = NamedNode(OWL + "DatatypeProperty")
_TYPE: Final = NamedNode(RDF + "type")
_DEFINED_BY: Final = NamedNode(RDFS + "isDefinedBy")
_VERSION: Final = NamedNode(OWL + "versionIRI")
_FIRST: Final = NamedNode(RDF + "first")
_SOURCE: Final = NamedNode(OWL + "annotatedSource")
_PROPERTY: Final = NamedNode(OWL + "annotatedProperty")
_MATCHES: Final = tuple(
    NamedNode(SKOS + name)
    for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
)
_AMONG: Final = 60
"""Statements of a term among which sentences for its page are sought."""


def ontology_statements(source: Source, iri: str) -> list[Statement]:
    """Return the whole ontology, or one module of it.

    Args:
        source: where it is from.
        iri: of the ontology, of a module, or of the version of either that the graph has.

    Raises:
        UnknownValue: there is none such.
    """
    statements = _statements(source)
    headers = _headers(statements)
    wanted = _of_version(statements, headers, iri)
    if wanted != ONTOLOGY:
        return _modules(statements, headers)[wanted]
    versions = [s for s in statements if s.predicate == _VERSION and s.subject == _GRAPH]
    return [*sorted(one_ontology(statements), key=str), *versions]


def page_name(source: Source, iri: str) -> str:
    """Return the name of the page about the ontology, or about a module or a version of either.

    Raises:
        UnknownValue: there is none such.
    """
    statements = _statements(source)
    module = _of_version(statements, _headers(statements), iri)
    return INDEX if module == ONTOLOGY else local_name(module)


def ontology_page(source: Source, name: str, links: Links) -> Page:
    """Return a page about the ontology.

    Args:
        source: where it is from.
        name: ``index``, ``alignments``, or the local name of a module.
        links: where addresses are.

    Raises:
        UnknownValue: there is none such.
    """
    ontology = _read(source)
    names = [INDEX, *(module.name for module in ontology.modules), ALIGNMENTS]
    if name not in names:
        raise _unknown(f"{ONTOLOGY}/{name}", [f"{ONTOLOGY}/{one}" for one in names])
    terms = [t.iri for t in ontology.terms.values() if local_name(t.module) == name]
    usage = Usage(
        counts=None,
        examples=quote(source.graph, terms, _AMONG),
        constraints={},
        questions={},
        sources=sources(source.graph),
        all_questions=(),
        names=names_of_things(source.graph, ontology.things()),
    )
    title, content = body(name, ontology, usage, root=links.root)
    iri = f"{ONTOLOGY}/{name}"
    statements = _statements(source)
    if iri not in _headers(statements):
        iri = ONTOLOGY
    # The other pages have it in their head.
    versions = [
        s.object.value for s in statements if s.subject.value == iri if s.predicate == _VERSION
    ]
    about = rows([("IRI", [iri]), ("Version IRI", versions)]) if name == ALIGNMENTS else None
    return Page(title, lines(_navigation(names, name), links.syntaxes(iri), content, about))


def _navigation(names: Sequence[str], here: str) -> Markup:
    items = (
        element(
            "li",
            element(
                "a",
                "overview" if name == INDEX else name,
                href=f"{name}.html",
                aria_current="page" if name == here else None,
            ),
        )
        for name in names
    )
    return element("nav", element("ul", *items), class_="contents", aria_label="Ontology")


# ---------------------------------------------------------------- reading


def _statements(source: Source) -> list[Statement]:
    """Return the ontology as it is written, in the default graph."""
    quads = source.graph.quads_for_pattern(None, None, None, _GRAPH)
    subjects = sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})
    found = [quad for subject in subjects for quad in source.lines.of(subject)]
    found += source.lines.of_blank_nodes()
    return [Statement.of(quad).triple() for quad in found if quad.graph_name == _GRAPH]


@lru_cache(maxsize=1)
def _read(source: Source) -> Ontology:
    statements = _statements(source)
    headers = _headers(statements)
    modules = _modules(statements, headers)
    files = [
        [Triple(s.subject, s.predicate, s.object) for s in module] for module in modules.values()
    ]
    return read_ontology(files, _written_as(source, statements), "in the graph")


def _written_as(source: Source, statements: Iterable[Statement]) -> dict[str, str]:
    """Return what values of the data properties are, where the graph has any: dates have no range.

    (What the shapes ask for is not in the graph.)
    """
    found: dict[str, str] = {}
    for s in statements:
        if s.predicate == _TYPE and s.object == _DATA and isinstance(s.subject, NamedNode):
            uses = source.graph.quads_for_pattern(None, s.subject, None, None)
            value = next((quad.object for quad in uses if isinstance(quad.object, Literal)), None)
            if value is not None:
                found[s.subject.value] = value.datatype.value
    return found


def _headers(statements: Iterable[Statement]) -> list[str]:
    return sorted(s.subject.value for s in statements if s.object == _HEADER)


def _of_version(statements: Iterable[Statement], headers: Sequence[str], iri: str) -> str:
    """Return the IRI of the ontology or module that ``iri`` names, or that it is the version of."""
    versions = {s.object.value: s.subject.value for s in statements if s.predicate == _VERSION}
    found = versions.get(iri, iri)
    if found not in headers:
        raise _unknown(iri, [*headers, *versions])
    return found


def _unknown(iri: str, known: Iterable[str]) -> UnknownValue:
    names = [each.removeprefix(ONTOLOGY) for each in known]
    return UnknownValue(
        f"the ontology has no module {iri}",
        nearest=[ONTOLOGY + name for name in nearest(iri.removeprefix(ONTOLOGY), names)],
        fix=f"see the whole of it at {ONTOLOGY}",
    )


def _modules(
    statements: Sequence[Statement], headers: Sequence[str]
) -> Mapping[str, list[Statement]]:
    """Return the statements of each module, by its IRI; what defines nothing is the root's.

    Matches to other vocabularies are of the one module that is named for them, where there is one.
    """
    home: dict[Node | Term, str] = {
        s.subject: s.object.value for s in statements if s.predicate == _DEFINED_BY
    }
    home.update((NamedNode(iri), iri) for iri in headers)
    aligned = next((iri for iri in headers if local_name(iri) == ALIGNMENTS), "")
    by_subject: dict[Node | Term, list[Statement]] = {}
    for s in statements:
        by_subject.setdefault(s.subject, []).append(s)
    referred = {s.object for s in statements if isinstance(s.object, BlankNode)}
    modules: dict[str, list[Statement]] = {iri: [] for iri in headers}
    for subject, said in by_subject.items():
        if isinstance(subject, BlankNode) and subject in referred:
            continue
        within = _within(said, by_subject)
        is_root = isinstance(subject, BlankNode)
        of = _first_home(within, home) if is_root else home.get(subject, ONTOLOGY)
        for s in within:
            is_match = s.predicate in _MATCHES or (is_root and _is_match(said))
            modules[aligned if aligned and is_match else of].append(s)
    return modules


def _within(
    said: Sequence[Statement], by_subject: Mapping[Node | Term, list[Statement]]
) -> list[Statement]:
    """Return ``said`` with all that is said of the blank nodes in it."""
    found: dict[Statement, None] = {}
    waiting = list(said)
    while waiting:
        s = waiting.pop(0)
        if s not in found:
            found[s] = None
            if isinstance(s.object, BlankNode):
                waiting += by_subject.get(s.object, [])
    return list(found)


def _first_home(within: Iterable[Statement], home: Mapping[Node | Term, str]) -> str:
    members = sorted(
        home[s.object] for s in within if s.predicate in (_FIRST, _SOURCE) and s.object in home
    )
    return members[0] if members else ONTOLOGY


def _is_match(said: Iterable[Statement]) -> bool:
    return any(s.predicate == _PROPERTY and s.object in _MATCHES for s in said)
