"""What must follow from the articles, and what must never follow.

The rows stand beside the articles, where ``kg ontology check`` reads them too. The names in them
are looked up in the graph, so that no row is right by a misspelling.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from kg.errors import Position
from kg.namespaces import DATA, INFERRED_GRAPH, OWL, RDF, TERMS
from kg.ontology.entailments import FILE, Row, read_entailments, terms_of
from kg.reason import infer
from tests.owlapi import hermit_entailments_of

ROOT: Final = Path(__file__).parent
FOLDERS: Final = {
    "tass": ROOT.parent / "articles" / "tass" / "2020-11-12-turkish-peacekeepers",
    "invented": ROOT / "cases" / "invented" / "articles"
    / "straits-wire" / "2024-05-17-ilmedane-ceasefire",
}  # fmt: skip
ARTICLES: Final = {
    name: f"{DATA}{folder.parent.name}/{folder.name}/v1" for name, folder in FOLDERS.items()
}
ROWS: Final = {
    name: read_entailments(folder / FILE, f"{name}/{FILE}", ARTICLES[name])
    for name, folder in FOLDERS.items()
}

Statement = TypeVar("Statement", Triple, Quad)


def row(article: str, text: str) -> Row:
    """Return the row that says of an article what is written in ``text``."""
    at = Position("a test", 1)
    terms = terms_of(text, at, ARTICLES[article])
    return Row(expected=True, text=text, terms=terms, why="", at=at)


def statements(given: Iterable[Statement], wanted: Row) -> list[Statement]:
    """Return the triples or quads that a row describes."""
    return [statement for statement in given if wanted.describes(statement)]


def split(quads: Iterable[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return what is asserted, and what is inferred."""
    asserted: list[Quad] = []
    inferred: list[Quad] = []
    for quad in quads:
        (inferred if quad.graph_name == NamedNode(INFERRED_GRAPH) else asserted).append(quad)
    return asserted, inferred


@pytest.fixture(scope="session")
def graphs(
    tass_quads: tuple[Quad, ...], invented_quads: tuple[Quad, ...]
) -> dict[str, tuple[Quad, ...]]:
    return {"tass": tass_quads, "invented": invented_quads}


@pytest.mark.parametrize(
    ("article", "wanted"),
    [(article, each) for article, rows in ROWS.items() for each in rows],
    ids=lambda value: value if isinstance(value, str) else value.text,
)
def test_what_is_expected_follows_and_what_is_forbidden_does_not(
    article: str, wanted: Row, graphs: dict[str, tuple[Quad, ...]]
) -> None:
    assert bool(statements(graphs[article], wanted)) == wanted.expected, wanted.why


@pytest.mark.parametrize("article", ARTICLES)
def test_every_name_in_the_rows_is_one_of_the_graph(
    article: str, graphs: dict[str, tuple[Quad, ...]]
) -> None:
    known = {
        term.value
        for quad in graphs[article]
        for term in quad.triple
        if isinstance(term, NamedNode)
    }
    named = {term for each in ROWS[article] for term in each.terms} - {None}
    assert named - known == set()


@pytest.mark.parametrize("article", ARTICLES)
def test_most_of_what_is_expected_is_inferred_and_nowhere_asserted(
    article: str, graphs: dict[str, tuple[Quad, ...]]
) -> None:
    expected = [each for each in ROWS[article] if each.expected]
    assert len(expected) > 20
    _, inferred = split(graphs[article])
    found = [each for each in expected if statements(inferred, each)]
    assert len(found) > 0.8 * len(expected)


@pytest.mark.parametrize(
    ("article", "premise", "conclusion"),
    [
        (
            "tass",
            "id:joint-statement-2020-11-09 accord:hasPartySignature :signature/pashinyan",
            "id:armenia accord:partyTo id:joint-statement-2020-11-09",
        ),
        (
            "tass",
            "* accord:affirms :requirement/turkish-deployment",
            "* rdf:type accord:PlanReportedlyAwaitingConsent",
        ),
        (
            "tass",
            ":claim/no-such-agreements accord:denies :consent/armenia",
            ":consent/armenia rdf:type accord:ReportedlyOutstandingConsent",
        ),
        (
            "tass",
            ":tenure/peskov accord:tenureOffice id:kremlin-spokesman",
            "id:dmitry-peskov accord:speaksFor id:kremlin",
        ),
        (
            "invented",
            "id:marn-memorandum accord:hasProvision :authorisation/engineers",
            ":plan/engineers accord:hasConsentOf *",
        ),
        (
            "invented",
            ":claim/front-refuses accord:denies :consent/front",
            ":claim/front-accepts accord:atOddsWith *",
        ),
        (
            "invented",
            "* accord:affirms :consent/veshara",
            ":consent/veshara rdf:type accord:DisputedProposition",
        ),
        (
            "invented",
            "id:ministry-of-defence-of-vesh accord:organOf id:vesh",
            "id:vesh accord:partyTo id:marn-memorandum",
        ),
    ],
)
def test_an_entailment_goes_with_its_premise(
    article: str, premise: str, conclusion: str, graphs: dict[str, tuple[Quad, ...]]
) -> None:
    dropped, concluded = row(article, premise), row(article, conclusion)
    asserted, inferred = split(graphs[article])
    gone = set(statements(asserted, dropped))
    assert gone
    assert statements(inferred, concluded)
    rest = [quad for quad in asserted if quad not in gone]
    assert statements(infer(rest), concluded) == []


# ---------------------------------------------------------------- the same as HermiT


def turtle(quads: Sequence[Quad]) -> str:
    """Return what is asserted as one document for the OWL API, which is to import nothing."""
    header = {quad.subject for quad in quads if quad.object == NamedNode(OWL + "Ontology")}
    asserted, _ = split(quads)
    triples = {quad.triple for quad in asserted if quad.subject not in header}
    return "".join(sorted(f"{triple} .\n" for triple in triples))


def assertions(quads: Sequence[Quad]) -> set[tuple[str, str, str]]:
    """Return the types and the values of object properties, asserted or inferred."""
    relations = {quad.subject for quad in quads if quad.object == NamedNode(OWL + "ObjectProperty")}
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        # What OWL calls a class or a property is no individual.
        if quad.predicate in relations
        or (quad.predicate.value == RDF + "type" and quad.object.value.startswith(TERMS))
    }


@pytest.mark.java(compiler=True)
def test_the_inferred_graph_is_what_hermit_derives(
    graphs: dict[str, tuple[Quad, ...]],
) -> None:
    oracle = hermit_entailments_of([turtle(quads) for quads in graphs.values()])
    for quads, derived in zip(graphs.values(), oracle, strict=True):
        ours = assertions(quads)
        assert sorted(derived - ours) == []
        assert sorted(ours - derived) == []
