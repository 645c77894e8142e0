"""The examples in tests/shapes/, read; tests/shapes/README.md describes their form."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg.namespaces import DATA, DCTERMS, ONTOLOGY, PREFIXES, RDF, RDFS, REFERENCE_GRAPH, article_iri
from kg.project import Project
from kg.vocabulary.turtlefile import read_turtle

FOLDER = Path(__file__).parent / "shapes"
ARTICLE = article_iri("test/2020-11-12-world", "1")
SECOND = article_iri("test/2020-11-13-second", "1")
TEXTS = {
    ARTICLE: "\U0001f30d: Guns \U0001f525 fell We wait He said They do More",
    SECOND: "Again.",
}
WORDS = {
    "ARTICLE": ARTICLE,
    "SECOND": SECOND,
    "REFERENCE": REFERENCE_GRAPH,
    "OUTLET": f"{ARTICLE}#char=3,14",
    "DIRECT": f"{ARTICLE}#char=15,22",
    "INDIRECT": f"{ARTICLE}#char=23,30",
    "OPEN": f"{ARTICLE}#char=31,38",
    "EMPTY": f"{ARTICLE}#char=39,43",
    "OTHER": f"{SECOND}#char=0,6",
}
"""What the words of the examples stand for."""

_WORD = re.compile(rf"\b({'|'.join(WORDS)})\b")
_LABEL = NamedNode(RDFS + "label")
_SOURCE = NamedNode(DCTERMS + "source")
_TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True)
class Example:
    """Data, and what the shapes say of them: severity, rule and component of each result."""

    place: str
    shape: str
    quads: frozenset[Quad] = field(repr=False)
    expected: frozenset[tuple[str, str, str]]

    def __str__(self) -> str:
        return self.place


def trig(text: str, graph: str = "") -> list[Quad]:
    """Return the quads of ``text``, those of the default graph put into ``graph``."""
    named = _WORD.sub(lambda word: f"<{WORDS[word[0]]}>", text)
    prefixes = {**PREFIXES, "": f"{ARTICLE}/", "id": DATA}
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    target = NamedNode(WORDS[graph]) if graph else DefaultGraph()
    return [
        Quad(
            q.subject,
            q.predicate,
            q.object,
            target if q.graph_name == DefaultGraph() else q.graph_name,
        )
        for q in parse((head + named).encode(), format=RdfFormat.TRIG)
    ]


def labelled(quads: Iterable[Quad], known: Iterable[Quad] = ()) -> set[Quad]:
    """Return ``quads`` with a label for what is new, and a source in the reference graph."""
    found = set(quads)
    old = {quad.subject for quad in known}
    named = {quad.subject for quad in found if quad.predicate == _LABEL}
    for quad in tuple(found):
        subject, graph = quad.subject, quad.graph_name
        if not isinstance(subject, NamedNode) or subject in old or quad.predicate != _TYPE:
            continue
        if graph == NamedNode(REFERENCE_GRAPH):
            found.add(Quad(subject, _SOURCE, NamedNode("https://example.org/"), graph))
        if subject not in named and subject.value not in WORDS.values():
            found.add(Quad(subject, _LABEL, Literal(subject.value[-8:], language="en"), graph))
    return found


@cache
def ontology() -> tuple[Quad, ...]:
    """Return the ontology graph, of this checkout."""
    project = Project.find(Path(__file__).parent)
    graph = NamedNode(ONTOLOGY)
    return tuple(
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for path in project.ontology_modules()
        for triple in read_turtle(path, path.name)
    )


@cache
def world() -> frozenset[Quad]:
    """Return what every example is added to."""
    return frozenset(labelled(trig((FOLDER / "world.trig").read_text(encoding="utf-8"))))


def examples(module: str) -> Iterator[Example]:
    """Yield the examples for a module: each valid one, then the invalid ones made from it."""
    path = FOLDER / f"{module}.examples"
    shape = graph = ""
    valid: frozenset[Quad] | None = None
    body: list[str] = []
    changes: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{path.name}:{number}"
        if line.startswith("= "):
            _, shape, _, graph = line.split()
            body, valid = [], None
        elif not line.startswith(("+", "-", "=>")):
            body.append(line)
        else:
            if valid is None:
                valid = frozenset(labelled(trig("\n".join(body), graph), world()) | world())
                yield Example(place, shape, valid, frozenset())
            change, arrow, outcome = line.partition("=>")
            changes.append(change)
            if arrow:
                yield Example(place, shape, _changed(valid, changes, graph), _expected(outcome))
                changes = []


def _changed(valid: frozenset[Quad], changes: Iterable[str], graph: str) -> frozenset[Quad]:
    quads = set(valid)
    for change in filter(None, map(str.strip, changes)):
        text = change[1:].strip()
        said = trig(text if text.endswith(("}", ".")) else f"{text} .", graph)
        if change.startswith("-"):
            gone = {quad.triple for quad in said}
            assert gone <= {quad.triple for quad in quads}, f"{change} takes nothing away"
            quads = {quad for quad in quads if quad.triple not in gone}
        else:
            quads |= labelled(said, valid)
    return frozenset(quads)


def _expected(outcome: str) -> frozenset[tuple[str, str, str]]:
    found = set()
    for one in outcome.split(","):
        severity = "Warning" if one.split()[0] == "Warning" else "Violation"
        rule, component = (*one.removeprefix(" Warning").split(), "SPARQL")[:2]
        found.add((severity, rule, component))
    return frozenset(found)
