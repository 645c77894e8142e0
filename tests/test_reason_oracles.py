"""The reasoner against two others: owlrl (the OWL 2 RL rules) and HermiT (all of OWL 2 DL).

It must never derive what HermiT does not, and must derive all that they do where it claims to be
complete.
"""

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import Graph, URIRef

from kg.namespaces import OWL, RDF, local_name
from kg.reason import find_inconsistencies, infer, not_derived
from tests.equality_cases import CONTRADICTIONS, EQUALITY
from tests.hermit_oracle import judged_by_hermit
from tests.owlapi import Assertion, hermit_entailments_of
from tests.reasoning import CASES, EXAMPLE, TERMS, between_names, quads, turtle
from tests.reasoning_strategies import (
    contradictory,
    equalities,
    ontologies,
    wider_contradictory,
    wider_ontologies,
)

TYPE = RDF + "type"
SAME_AS = OWL + "sameAs"
DIFFERENT_FROM = OWL + "differentFrom"


def asserted(text: str) -> set[Assertion]:
    """Return what is said of individuals."""
    return {row for row in between_names(quads(text)) if all_ours(row)}


def inferred(text: str) -> set[Assertion]:
    # That names differ is derived by neither, but for other names of what is said to differ.
    return {row for row in between_names(infer(quads(text))) if row[1] != DIFFERENT_FROM}


def all_ours(row: Assertion) -> bool:
    subject, predicate, obj = row
    is_term = local_name(subject) in TERMS
    return (
        not is_term
        and subject.startswith(EXAMPLE)
        and obj.startswith(EXAMPLE)
        and (predicate in (TYPE, SAME_AS) or predicate.startswith(EXAMPLE))
    )


def inferred_by_owlrl(text: str) -> set[Assertion]:
    graph = Graph().parse(data=turtle(text), format="turtle")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    rows = {(str(s), str(p), str(o)) for s, p, o in graph if isinstance(s, URIRef)}
    # owlrl says of everything that it is the same as itself.
    ours = {row for row in rows if all_ours(row) and (row[1] != SAME_AS or row[0] != row[2])}
    return {row for row in ours if row[1] != DIFFERENT_FROM} - asserted(text)


@pytest.mark.slow
@given(ontologies)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_it_derives_what_the_rules_of_owl_2_rl_derive(text: str) -> None:
    assert not_derived(quads(text)) == []
    assert inferred(text) == inferred_by_owlrl(text)


SINGLE_NAME = re.compile(r"oneOf \( :\w+ \)")


@pytest.mark.slow
# owlrl 7.6 does not look at the last property of a key, and makes one what only shares the others.
@given(equalities.filter(lambda text: "hasKey" not in text))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_where_names_become_one_it_derives_what_the_rules_derive(text: str) -> None:
    ours, theirs = inferred(text), inferred_by_owlrl(text)
    assert ours >= theirs
    # A class within a single name, on the right of an axiom, is beyond OWL 2 RL; we derive it.
    assert ours == theirs or SINGLE_NAME.search(text)


@pytest.mark.java(compiler=True)
def test_on_each_construct_it_agrees_with_hermit() -> None:
    for case, entailed in zip(
        CASES, hermit_entailments_of([turtle(case.text) for case in CASES]), strict=True
    ):
        assert entailed - asserted(case.text) == inferred(case.text), case.name


@pytest.mark.slow
@pytest.mark.java(compiler=True)
@given(st.lists(ontologies, min_size=25, max_size=25))
@settings(
    deadline=None,
    derandomize=True,
    max_examples=2,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_it_derives_what_hermit_derives(texts: list[str]) -> None:
    for text, entailed in zip(
        texts, hermit_entailments_of([turtle(text) for text in texts]), strict=True
    ):
        assert entailed - asserted(text) == inferred(text), text


@pytest.mark.slow
@pytest.mark.java(compiler=True)
@given(st.lists(wider_ontologies, min_size=25, max_size=25))
@settings(
    deadline=None,
    derandomize=True,
    max_examples=2,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_beyond_its_rules_it_derives_nothing_that_hermit_does_not(texts: list[str]) -> None:
    for text, entailed in zip(
        texts, hermit_entailments_of([turtle(text) for text in texts]), strict=True
    ):
        assert inferred(text) <= entailed, text
        assert not_derived(quads(text)), text


def contradicted(text: str) -> bool:
    """Tell whether the reasoner finds an ontology inconsistent."""
    return any(found.derivation.conclusion is None for found in find_inconsistencies(quads(text)))


@pytest.mark.java(compiler=True)
def test_on_each_construct_of_equality_it_agrees_with_hermit() -> None:
    for case, entailed in zip(
        EQUALITY, judged_by_hermit([turtle(case.text) for case in EQUALITY]), strict=True
    ):
        assert entailed is not None, case.name
        assert entailed - asserted(case.text) == inferred(case.text), case.name


@pytest.mark.java(compiler=True)
def test_what_it_finds_contradictory_hermit_finds_inconsistent() -> None:
    judged = judged_by_hermit([turtle(case.text) for case in CONTRADICTIONS])
    for case, entailed in zip(CONTRADICTIONS, judged, strict=True):
        assert entailed is None, case.name
        assert contradicted(case.text), case.name


@pytest.mark.slow
@pytest.mark.java(compiler=True)
@given(st.lists(st.one_of(equalities, contradictory), min_size=25, max_size=25))
@settings(
    deadline=None,
    derandomize=True,
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_where_names_become_one_it_derives_what_hermit_derives(texts: list[str]) -> None:
    judged = judged_by_hermit([turtle(text) for text in texts])
    for text, entailed in zip(texts, judged, strict=True):
        assert not_derived(quads(text)) == [], text
        assert contradicted(text) == (entailed is None), text
        if entailed is not None:
            assert entailed - asserted(text) == inferred(text), text


@pytest.mark.slow
@pytest.mark.java(compiler=True)
@given(st.lists(wider_contradictory, min_size=25, max_size=25))
@settings(
    deadline=None,
    derandomize=True,
    max_examples=2,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_beyond_its_rules_it_makes_nothing_one_that_hermit_does_not(texts: list[str]) -> None:
    for text, entailed in zip(
        texts, judged_by_hermit([turtle(text) for text in texts]), strict=True
    ):
        assert not_derived(quads(text)), text
        if entailed is not None:
            assert not contradicted(text), text
            assert inferred(text) <= entailed, text
