"""Every shape on its examples, every constraint taken away, and the style of the shapes.

tests/shapes/README.md describes the examples.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.namespaces import OWL, RDF, RDFS, SH, TERMS, local_name
from kg.project import Project
from kg.validate.datagraph import data_graph
from kg.validate.engine import Engine, Result
from kg.validate.shapes import SHAPES, load_shapes
from kg.vocabulary import load_vocabulary
from kg.vocabulary.datatypes import DATATYPES
from kg.vocabulary.tripleindex import TripleIndex
from kg.vocabulary.turtlefile import read_turtle
from tests.shape_examples import FOLDER, TEXTS, Example, examples, ontology

pytestmark = pytest.mark.slow

PROJECT = Project.find(Path(__file__).parent)
MODULES = sorted(path.stem for path in FOLDER.glob("*.examples"))
EXAMPLES = [example for module in MODULES for example in examples(module)]
ONTOLOGY = [quad.triple for quad in ontology()]
SHAPES_OF_PROJECT = load_shapes(PROJECT, ONTOLOGY).triples
INDEX = TripleIndex(SHAPES_OF_PROJECT)
ENGINE = Engine(SHAPES_OF_PROJECT)

_STRUCTURE = (
    RDF + "type",
    RDFS + "subClassOf",
    RDFS + "domain",
    OWL + "inverseOf",
    OWL + "equivalentClass",
    TERMS + "assertion",
)
_CONSTRAINTS = frozenset(
    SH + name
    for name in (
        *("class", "datatype", "nodeKind", "minCount", "maxCount", "pattern", "uniqueLang"),
        *("lessThan", "lessThanOrEquals", "disjoint", "in", "or", "sparql", "property"),
        *("targetClass", "targetSubjectsOf", "targetObjectsOf"),
    )
)
_NOT_CONSTRAINTS = frozenset(
    SH + name
    for name in (
        *("path", "name", "message", "severity", "prefixes", "select", "declare", "prefix"),
        *("namespace", "alternativePath", "inversePath"),
    )
)


def fired(results: Iterable[Result]) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (
            result.severity,
            local_name(result.constraint or result.shape),
            local_name(result.component).removesuffix("ConstraintComponent"),
        )
        for result in results
    )


def data_of(example: Example) -> list[Triple]:
    """The graph that the shapes run on, with what shapes look at of the ontology."""
    structure = [quad for quad in ontology() if quad.predicate.value in _STRUCTURE]
    return list(data_graph([*structure, *example.quads], TEXTS))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example_fires_its_rules_and_no_other(example: Example) -> None:
    assert fired(ENGINE.run(data_of(example))) == example.expected


def test_every_module_has_shapes_and_examples() -> None:
    modules = {path.stem for path in PROJECT.ontology_modules()} - {"accord", "alignments"}
    assert set(MODULES) == modules
    assert {path.stem for path in PROJECT.shape_files()} == modules | {"accord"}


def test_every_node_shape_has_a_valid_and_an_invalid_example() -> None:
    valid = {example.shape for example in EXAMPLES if not example.expected}
    invalid = {rule.partition("-")[0] for e in EXAMPLES for _, rule, _ in e.expected}
    shapes = {local_name(iri) for iri in INDEX.declared(SH + "NodeShape")}
    assert valid == shapes
    assert invalid == shapes


# ---------------------------------------------------------------- taking constraints away


def named(term: object) -> str:
    """The local name of a shape or constraint; nothing for another term."""
    is_own = isinstance(term, NamedNode) and term.value.startswith(SHAPES)
    return local_name(term.value) if is_own and isinstance(term, NamedNode) else ""


def owner(name: str) -> str:
    """The node shape of a shape or constraint."""
    return name.partition("-")[0]


def parts(shape: str) -> list[Triple]:
    """All that belongs to a node shape: its properties and constraints, and the prefixes."""
    chosen = [
        triple
        for triple in SHAPES_OF_PROJECT
        if isinstance(triple.subject, NamedNode)
        and (
            triple.subject.value + "#" == SHAPES
            or owner(triple.subject.value.removeprefix(SHAPES)) == shape
        )
    ]
    about: defaultdict[object, list[Triple]] = defaultdict(list)
    for triple in SHAPES_OF_PROJECT:
        about[triple.subject].append(triple)
    for triple in chosen:
        if isinstance(triple.object, BlankNode):
            chosen.extend(about[triple.object])
    return chosen


@pytest.mark.parametrize(
    "shape", sorted(local_name(iri) for iri in INDEX.declared(SH + "NodeShape"))
)
def test_an_example_notices_each_constraint_that_is_taken_away(shape: str) -> None:
    about = [e for e in EXAMPLES if any(owner(rule) == shape for _, rule, _ in e.expected)]
    whole = parts(shape)
    data = {example: data_of(example) for example in about}
    expected = {
        example: frozenset(one for one in example.expected if owner(one[1]) == shape)
        for example in about
    }
    engine = Engine(whole)
    assert {example: fired(engine.run(data[example])) for example in about} == expected
    for constraint in whole:
        if constraint.predicate.value not in _CONSTRAINTS or not named(constraint.subject):
            continue
        weaker = Engine(triple for triple in whole if triple != constraint)
        names = {named(constraint.subject), named(constraint.object)}
        hopeful = sorted(
            about, key=lambda example: names.isdisjoint(r for _, r, _ in example.expected)
        )
        assert any(fired(weaker.run(data[example])) != expected[example] for example in hopeful), (
            f"no example notices that {constraint.subject} lacks "
            f"{constraint.predicate} {constraint.object}"
        )


def test_every_shacl_term_is_known_to_the_test_above() -> None:
    used = {triple.predicate.value for triple in SHAPES_OF_PROJECT}
    assert {iri for iri in used if iri.startswith(SH)} <= _CONSTRAINTS | _NOT_CONSTRAINTS


# ---------------------------------------------------------------- other engines


def test_sparql_constraints_mean_the_same_to_an_engine_that_binds_each_focus_node() -> None:
    """One example of each, run by pySHACL with rdflib's SPARQL, as the standard describes it."""
    shapes = to_rdflib(SHAPES_OF_PROJECT)
    constraints = {local_name(iri) for iri in INDEX.declared(SH + "SPARQLConstraint")}
    for example in EXAMPLES:
        rules = {rule for _, rule, _ in example.expected} & constraints
        if not rules:
            continue
        constraints -= rules
        data = data_of(example)
        results = [result for result in ENGINE.run(data) if result.constraint]
        _, report, _ = pyshacl.validate(
            to_rdflib(data),
            shacl_graph=shapes,
            focus_nodes=[result.focus.value for result in results],
            use_shapes=[result.shape for result in results],
        )
        sh = rdflib.Namespace(SH)
        found = {
            (str(report.value(node, sh.focusNode)), str(report.value(node, sh.sourceConstraint)))
            for node in report.subjects(sh.sourceConstraint, None)
        }
        assert found == {(result.focus.value, result.constraint) for result in results}
    assert not constraints


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    lines = (f"{t.subject} {t.predicate} {t.object} .\n" for t in triples)
    return rdflib.Graph().parse(data="".join(lines), format="ntriples")


# ---------------------------------------------------------------- style


def shapes_of(kind: str) -> list[str]:
    return INDEX.declared(SH + kind)


def test_shapes_are_named_and_explained() -> None:
    for shape in shapes_of("NodeShape"):
        assert re.fullmatch(r"[A-Z][A-Za-z]+Shape", shape.removeprefix(SHAPES)), shape
        assert INDEX.text(shape, RDFS + "label"), shape
        assert INDEX.text(shape, RDFS + "comment"), shape
    for shape in shapes_of("PropertyShape"):
        assert owner(shape.removeprefix(SHAPES)) in {local_name(s) for s in shapes_of("NodeShape")}
        assert len(INDEX.literals(shape, SH + "name")) == 1, shape
        assert len(INDEX.literals(shape, SH + "message")) == 1, shape
        assert len(INDEX.iris(shape, SH + "severity")) == 1, shape
        assert INDEX.text(shape, RDFS + "comment"), shape
    for constraint in shapes_of("SPARQLConstraint"):
        assert len(INDEX.literals(constraint, SH + "message")) == 1, constraint
        assert INDEX.text(constraint, RDFS + "comment"), constraint
    for triple in SHAPES_OF_PROJECT:
        if triple.predicate.value == SH + "sparql":
            assert INDEX.iris(triple.subject, SH + "severity"), f"{triple.subject} has no severity"


def test_messages_tell_the_rule_and_the_repair() -> None:
    messages = [
        triple.object.value
        for triple in SHAPES_OF_PROJECT
        if triple.predicate.value == SH + "message" and isinstance(triple.object, Literal)
    ]
    assert len(messages) > 150
    for message in messages:
        assert re.fullmatch(r"[A-Za-z].{20,}[.)]", message), message
        assert ": " in message or ". " in message or " is " in message, message
        assert "{" not in message, message


def test_every_data_property_without_a_range_has_its_datatype_from_a_shape() -> None:
    vocabulary = load_vocabulary(PROJECT)
    index = TripleIndex(ONTOLOGY)
    from_shapes = {
        path: set(INDEX.iris(shape, SH + "datatype"))
        for shape in shapes_of("PropertyShape")
        for path in INDEX.iris(shape, SH + "path")
        if INDEX.iris(shape, SH + "datatype")
    }
    data = [term for term in vocabulary.properties.values() if term.kind == "data"]
    assert data
    for term in data:
        assert term.iri in from_shapes, f"no shape says the datatype of {term.name}"
        assert from_shapes[term.iri] == {term.datatype} <= set(DATATYPES)
        if not index.objects(term.iri, RDFS + "range"):
            assert from_shapes[term.iri], term.name


def test_every_object_property_has_a_shape_for_its_values() -> None:
    """All but what is inferred: inverses, and what follows from chains alone."""
    index = TripleIndex(ONTOLOGY)
    refused = {
        iri
        for shape in ("InverseShape", "InferredPropertyShape")
        for iri in INDEX.iris(SHAPES + shape, SH + "targetSubjectsOf")
    }
    inverses = {iri for iri in index.named() if index.objects(iri, OWL + "inverseOf")}
    assert inverses <= refused
    paths = {
        path
        for shape in shapes_of("PropertyShape")
        for path in INDEX.iris(shape, SH + "path")
        if any(INDEX.objects(shape, SH + c) for c in ("class", "nodeKind", "in", "or"))
    }
    unshaped = {
        iri
        for iri in index.declared(OWL + "ObjectProperty")
        if iri not in paths | refused and not index.objects(iri, OWL + "propertyChainAxiom")
    }
    assert not unshaped


def test_inferred_classes_are_refused() -> None:
    index = TripleIndex(ONTOLOGY)
    defined = {iri for iri in index.named() if index.objects(iri, OWL + "equivalentClass")}
    assert set(INDEX.iris(SHAPES + "InferredClassShape", SH + "targetClass")) == defined


def test_shapes_need_no_network() -> None:
    assert not [t for t in SHAPES_OF_PROJECT if t.predicate.value == OWL + "imports"]


def test_each_file_is_turtle_of_its_own() -> None:
    for path in PROJECT.shape_files():
        assert read_turtle(path, path.name)
