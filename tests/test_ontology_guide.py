"""Every snippet of the ontology guide is part of the ontology or of the built graph.

A guide whose examples have drifted from the data teaches a model that nobody uses.
"""

import re
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from kg.namespaces import OWL, PREFIXES, TERMS, article_iri

GUIDE: Final = Path(__file__).parent.parent / "docs" / "ontology-guide.md"
ARTICLE: Final = article_iri("tass/2020-11-12-turkish-peacekeepers", "1")
HEADER: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
EVIDENCE_NODE: Final = (
    OWL + "annotatedSource",
    OWL + "annotatedProperty",
    OWL + "annotatedTarget",
    TERMS + "evidence",
)
TERM: Final = re.compile(r"\b(?:accord:)?([A-Za-z]+)\b")


def blocks(*languages: str) -> list[str]:
    pattern = rf"^```(?:{'|'.join(languages)})\n(.*?)^```$"
    return re.findall(pattern, GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def quads_of(block: str) -> list[Quad]:
    return list(parse(HEADER + block, format=RdfFormat.TRIG, base_iri=ARTICLE))


def missing(block: str, graph: tuple[Quad, ...]) -> list[Quad]:
    """Return the quads of a snippet that the graph has not; one outside a passage may be anywhere.

    An evidence node of an export stands for its base triple, in the graph of its passage.
    """
    triples = {quad.triple for quad in graph}
    return [
        quad
        for quad in _without_evidence_nodes(quads_of(block))
        if (
            quad.triple not in triples
            if quad.graph_name == DefaultGraph()
            else quad not in set(graph)
        )
    ]


def _without_evidence_nodes(quads: list[Quad]) -> list[Quad]:
    nodes = {quad.subject for quad in quads if isinstance(quad.subject, BlankNode)}
    kept = [quad for quad in quads if quad.subject not in nodes]
    return [
        *kept,
        *(_base_quad([quad for quad in quads if quad.subject == node]) for node in nodes),
    ]


def _base_quad(node: list[Quad]) -> Quad:
    value = {quad.predicate: quad.object for quad in node}
    source, property_, target, passage = (value[NamedNode(name)] for name in EVIDENCE_NODE)
    assert isinstance(source, NamedNode)
    assert isinstance(property_, NamedNode)
    assert isinstance(passage, NamedNode)
    return Quad(source, property_, target, passage)


def test_the_guide_has_snippets() -> None:
    assert len(blocks("turtle", "trig")) >= 5
    assert len(blocks("sparql")) == 1


@pytest.mark.parametrize("block", blocks("turtle", "trig"))
def test_a_snippet_is_part_of_the_graph(block: str, tass_quads: tuple[Quad, ...]) -> None:
    assert quads_of(block)
    assert missing(block, tass_quads) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "<v1/plan/turkish-peacekeepers> a accord:Deployment .",
        "<#char=101,203> { <v1/claim/no-such-agreements> a accord:Claim . }",
        """[] owl:annotatedSource <v1/claim/no-such-agreements> ;
            owl:annotatedProperty accord:denies ;
            owl:annotatedTarget <v1/consent/armenia> ;
            accord:evidence <#char=101,203> .""",
    ],
)
def test_a_snippet_that_is_not_is_found(wrong: str, tass_quads: tuple[Quad, ...]) -> None:
    assert len(missing(wrong, tass_quads)) == 1


@pytest.mark.parametrize("query", blocks("sparql"))
def test_a_query_of_the_guide_finds_the_sentence(query: str, tass_quads: tuple[Quad, ...]) -> None:
    store = Store()
    store.extend(tass_quads)
    store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in tass_quads)
    solutions = store.query(HEADER + query)
    assert isinstance(solutions, QuerySolutions)
    assert [row["quote"].value for row in solutions] == [
        'adding that "there were no such agreements."'
    ]


def named_terms() -> set[str]:
    """Return what the guide names in code, alone or in an axiom, but for queries and files."""
    text = re.sub(r"^```.*?^```$", "", GUIDE.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    codes = re.findall(r"`([^`\n]+)`", text)
    return {
        word
        for code in codes
        if re.fullmatch(r"(accord:)?[A-Za-z]+( [∘⊑] [A-Za-z]+)*", code)
        for word in TERM.findall(code)
    } - {"contradictions"}


@pytest.mark.parametrize("name", sorted(named_terms()))
def test_a_term_that_the_guide_names_exists(name: str, tass_quads: tuple[Quad, ...]) -> None:
    assert NamedNode(TERMS + name) in {quad.subject for quad in tass_quads}
