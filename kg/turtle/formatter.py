"""The one layout of the Turtle files that people edit: ontology, shapes, reference data, register.

A reviewer should see what changed and not how somebody's editor sorts, so these files are written
by Accord and a test says so. The graph stays the same. Comments would be lost, because Turtle's are
not part of the graph: only the block at the top of a file is kept, and a comment anywhere else is
an error, never dropped.

May know nothing of commands or of where the files lie.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from kg.errors import OntologyError, Position
from kg.namespaces import OWL, PREFIXES, RDFS, SH, TERMS
from kg.turtle.graph import Graph, Node, Statement
from kg.turtle.printer import Printer, Section, write_turtle
from kg.turtle.tokens import TOKEN
from kg.utf8 import decode

ELSEWHERE: Final = "Terms of other vocabularies"
AXIOMS: Final = "General axioms"
EVIDENCE: Final = "Evidence"
OTHERS: Final = "Other subjects"

_SECTIONS: Final[Mapping[str, frozenset[str]]] = {
    "Classes": frozenset({OWL + "Class", OWL + "DeprecatedClass"}),
    "Datatypes": frozenset({RDFS + "Datatype"}),
    "Object properties": frozenset({OWL + "ObjectProperty"}),
    "Data properties": frozenset({OWL + "DatatypeProperty"}),
    "Annotation properties": frozenset({OWL + "AnnotationProperty"}),
    "Shapes": frozenset({SH + "NodeShape", SH + "PropertyShape"}),
}
_DECLARATIONS: Final = frozenset[str]().union(*_SECTIONS.values())
_TITLES: Final = frozenset(
    title.casefold() for title in (ELSEWHERE, *_SECTIONS, "Individuals", OTHERS, AXIOMS, EVIDENCE)
)


def format_turtle(source: bytes, shown: str) -> str:
    """Return a Turtle file in Accord's layout; the same graph always gives the same text.

    A file with an ``owl:Ontology`` header is laid out as an ontology: terms of other vocabularies
    (the OWL API wants annotation properties declared before anything uses them), header,
    classes, object, data and annotation properties, individuals, axioms without a name. Any other
    file goes by subject, and keeps the prefixes that it declares: people add entries to it, and
    what they paste may need one that nothing has needed so far.

    Args:
        source: the file, UTF-8.
        shown: its name for messages.

    Raises:
        OntologyError: it is not Turtle, or a comment would be lost.
    """
    text = decode(source, shown, OntologyError)
    parser = parse(text, format=RdfFormat.TURTLE)
    try:
        graph = Graph.canonical(map(Statement.of, parser))
    except SyntaxError as error:
        raise OntologyError(
            f"{shown} is not Turtle",
            at=Position(shown, error.lineno or 1, error.offset or 1),
            why=str(error.msg).split(": ", 1)[-1],
            fix="mend the syntax",
        ) from error
    own = dict(parser.prefixes)
    bound = set(own.values())
    prefixes = own | {
        prefix: iri for prefix, iri in PREFIXES.items() if prefix not in own and iri not in bound
    }
    top = _leading_comment(text, shown)
    sections = arrange(graph)
    kept = () if any(section.title for section in sections) else own
    body = "".join(write_turtle(graph, sections, prefixes, kept))
    return "\n".join(part for part in (top, body.lstrip("\n")) if part)


def arrange(graph: Graph) -> list[Section]:
    """Return the subjects of ``graph`` in sections: an ontology's, or one without a title."""
    subjects = graph.subjects()
    headers = [s for s in subjects if OWL + "Ontology" in graph.types(s)]
    unnamed = [s for s in subjects if isinstance(s, BlankNode)]
    # Labels of blank nodes are arbitrary, or hashes: what the axioms say is the order that lasts.
    wording = Printer(graph, PREFIXES)
    unnamed.sort(key=lambda node: (node not in graph.roots, wording.statement(node)))
    named = [s for s in subjects if isinstance(s, NamedNode) and s not in headers]
    if not headers:
        return [Section(None, [*named, *unnamed])]
    annotated = {node for node in unnamed if OWL + "Axiom" in graph.types(node)}
    placed: dict[str, list[Node]] = {title: [] for title in (*_SECTIONS, "Individuals", OTHERS)}
    for subject in named:
        if _declared_first(graph, subject) and len(graph.statements[subject]) == 1:
            continue
        placed[_section(graph, subject)].append(subject)
    foreign = [s for s in named if _declared_first(graph, s)]
    return [
        Section(ELSEWHERE, foreign, declarations=True),
        Section(None, headers),
        *(Section(title, members) for title, members in placed.items()),
        Section(AXIOMS, [node for node in unnamed if node not in annotated]),
        Section(EVIDENCE, [node for node in unnamed if node in annotated]),
    ]


def _section(graph: Graph, subject: NamedNode) -> str:
    types = graph.types(subject)
    if not types:
        return OTHERS
    return next((t for t, kinds in _SECTIONS.items() if kinds & types), "Individuals")


def _declared_first(graph: Graph, subject: NamedNode) -> bool:
    types = graph.types(subject)
    if subject.value.startswith(TERMS) or not types or not types <= _DECLARATIONS:
        return False
    return OWL + "AnnotationProperty" in types or len(graph.statements[subject]) == 1


def _comments(text: str) -> Iterator[re.Match[str]]:
    return (match for match in TOKEN.finditer(text) if match["comment"] is not None)


def _leading_comment(text: str, shown: str) -> str:
    """Return the comment lines at the top of the file; raise if there are others."""
    kept: list[str] = []
    end_of_top = 0
    for comment in _comments(text):
        said = comment["comment"].rstrip()
        if not text[end_of_top : comment.start()].strip():
            end_of_top = comment.end()
            kept.append(said)
        elif said.strip("#-=* \t").casefold() not in _TITLES:
            line = text.count("\n", 0, comment.start()) + 1
            column = comment.start() - text.rfind("\n", 0, comment.start())
            raise OntologyError(
                "a comment would be lost",
                at=Position(shown, line, column),
                why="the file is written from its graph, and comments are not part of it",
                fix="say it in rdfs:comment, or in the comment at the top of the file",
            )
    return "".join(f"{line}\n" for line in kept)
