"""Passages, claims and facts are counted as the project defines these words."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build.counts import count
from kg.namespaces import INFERRED_GRAPH, ONTOLOGY, RDF, REFERENCE_GRAPH, TERMS
from kg.validate import Finding, Report, Severity
from kg.vocabulary import Vocabulary, vocabulary_of
from kg.vocabulary.turtlefile import read_turtle

MINI = Path(__file__).parent / "cases" / "mini" / "ontology" / "core.ttl"

ARTICLE, OUTLET, OTHER = "article", "article#outlet", "article#direct"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return vocabulary_of(read_turtle(MINI, MINI.name))


def quad(subject: str, predicate: str, obj: str, graph: str) -> ox.Quad:
    def node(name: str) -> ox.NamedNode:
        return ox.NamedNode(name if ":" in name else f"http://example.org/{name}")

    return ox.Quad(node(subject), node(predicate), node(obj), node(graph))


A = RDF + "type"
PASSAGES = [
    quad(OUTLET, A, TERMS + "Passage", ARTICLE),
    quad(OUTLET, TERMS + "voice", TERMS + "outlet", ARTICLE),
    quad(OTHER, A, TERMS + "Passage", ARTICLE),
    quad(OTHER, TERMS + "voice", TERMS + "direct", ARTICLE),
    quad("empty", A, TERMS + "EmptyPassage", ARTICLE),
]


def counted(quads: list[ox.Quad], vocabulary: Vocabulary) -> tuple[int, int, int]:
    counts = count(quads, vocabulary, articles=1, report=Report(()))
    return counts.passages, counts.claims, counts.facts


def test_passages_that_say_nothing_do_not_count(vocabulary: Vocabulary) -> None:
    assert counted(PASSAGES, vocabulary) == (2, 0, 0)


def test_a_claim_counts_once_whatever_its_class_and_voice(vocabulary: Vocabulary) -> None:
    quads = [
        *PASSAGES,
        quad("c1", A, TERMS + "Claim", OUTLET),
        quad("c1", A, TERMS + "Denial", OTHER),
        quad("c2", A, TERMS + "Denial", OTHER),
        quad("p1", A, TERMS + "Talks", OTHER),
        quad("c3", A, TERMS + "Claim", INFERRED_GRAPH),
    ]
    assert counted(quads, vocabulary) == (2, 2, 0)


def test_a_fact_is_assertive_and_in_the_outlets_voice(vocabulary: Vocabulary) -> None:
    quads = [
        *PASSAGES,
        quad("x", A, TERMS + "Patrol", OUTLET),
        quad("x", TERMS + "patrols", "lake", OUTLET),
        # Not assertive, not the outlet's, background:
        quad("x", TERMS + "of", "lake", OUTLET),
        quad("y", TERMS + "patrols", "lake", OTHER),
        quad("lake", A, TERMS + "Region", REFERENCE_GRAPH),
        quad("z", TERMS + "patrols", "lake", INFERRED_GRAPH),
        quad("z", TERMS + "patrols", "lake", ONTOLOGY),
    ]
    assert counted(quads, vocabulary) == (2, 0, 2)


def test_two_supports_are_one_triple(vocabulary: Vocabulary) -> None:
    quads = [
        quad("x", TERMS + "patrols", "lake", OUTLET),
        quad("x", TERMS + "patrols", "lake", OTHER),
    ]
    counts = count(quads, vocabulary, articles=7, report=Report(()))
    assert (counts.articles, counts.triples, counts.quads) == (7, 1, 2)


def test_findings_are_counted_by_severity(vocabulary: Vocabulary) -> None:
    severities = (Severity.WARNING, Severity.INFO, Severity.WARNING)
    report = Report(tuple(map(a_finding, severities)))
    counts = count([], vocabulary, articles=0, report=report)
    assert (counts.warnings, counts.infos) == (2, 1)


def a_finding(severity: Severity) -> Finding:
    return Finding(
        severity=severity,
        shape="http://example.org/shape",
        component="http://example.org/component",
        constraint="",
        message="…",
        focus=ox.NamedNode("http://example.org/x"),
        path=None,
        value=None,
    )
