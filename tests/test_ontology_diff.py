"""``kg ontology diff``: what says the same is the same, and each difference is told by its term."""

import json
import random
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, RdfFormat, Triple, parse, serialize

from kg.cli.boundary import run
from kg.errors import OntologyError, ProjectError
from kg.namespaces import DATA, PREFIXES, SWRL, TERMS
from kg.ontology.axioms import Axiom, axioms_of
from kg.ontology.dataset import Names
from kg.ontology.diff import Change, Diff, Status, compare, diff_of
from kg.ontology.diffreport import summary, to_json, to_text
from kg.ontology.document import syntax_of
from kg.project import Project
from tests.owlapi import save_as

ROOT: Final = Path(__file__).parent.parent
PROJECT: Final = Project.find(ROOT)
HEADER: Final = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
EVERY_KIND: Final = ROOT / "tests" / "owl2_axioms.ttl"
# What a module imports stands before it.
MODULES: Final = (
    "core", "actors", "missions", "positions", "evidence", "agreements", "alignments", "accord",
)  # fmt: skip


def triples_of(text: str) -> list[Triple]:
    quads = parse(HEADER + text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    return [quad.triple for quad in quads]


def axioms(text: str) -> dict[str, Axiom]:
    triples = triples_of(text)
    return axioms_of(triples, Names(triples))


def difference(old: str, new: str) -> Diff:
    before, after = triples_of(old), triples_of(new)
    names = Names([*before, *after])
    return diff_of(axioms_of(before, names), axioms_of(after, names), names)


def words(text: str) -> list[str]:
    """Return every axiom in words, without declarations and labels."""
    return sorted(
        f"{axiom.kind}: {axiom.words}"
        for axiom in axioms(text).values()
        if axiom.kind not in ("Declaration", "rdfs:label")
    )


# ---------------------------------------------------------------- what is the same


def test_the_declaration_of_what_is_an_individual_anyway_makes_no_difference() -> None:
    used = "accord:C owl:equivalentClass [ owl:oneOf ( id:a ) ] . accord:P a owl:Class , accord:C ."
    declared = used + " id:a a owl:NamedIndividual . accord:P a owl:NamedIndividual ."
    assert difference(used, declared).same
    assert difference(declared, used).same
    (named,) = difference(used, declared + " id:a rdfs:label 'a' .").terms
    assert named.status is Status.CHANGED
    assert [change.kind for change in named.changes] == ["rdfs:label"]
    (new,) = difference(used, declared + " id:b a owl:NamedIndividual .").terms
    assert (new.term, new.status) == (DATA + "b", Status.ADDED)
    (punned,) = difference(
        "accord:P a owl:Class .", "accord:P a owl:Class , owl:NamedIndividual ."
    ).terms
    assert punned.changes == (Change("Declaration", None, "individual"),)


PAIR: Final = """
[] a owl:Axiom ; owl:annotatedSource {} ; owl:annotatedProperty owl:disjointWith ;
    owl:annotatedTarget {} ; rdfs:comment 'so' .
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("accord:A a owl:Class ; accord:p 1 .", "accord:A accord:p 1 . accord:A a owl:Class ."),
        ("accord:A owl:disjointWith accord:B .", "accord:B owl:disjointWith accord:A ."),
        (
            "accord:A owl:disjointWith accord:B .",
            "[] a owl:AllDisjointClasses ; owl:members ( accord:B accord:A ) .",
        ),
        (
            "[] a owl:AllDisjointClasses ; owl:members ( accord:A accord:B accord:C ) .",
            "[] a owl:AllDisjointClasses ; owl:members ( accord:C accord:A accord:B ) .",
        ),
        (
            "[] a owl:AllDisjointClasses ; owl:members ( id:b [ owl:complementOf id:a ] ) .",
            "[ owl:complementOf id:a ] owl:disjointWith id:b .",
        ),
        (
            "[ owl:complementOf accord:A ] owl:disjointWith [ owl:complementOf accord:B ] .",
            "[ owl:complementOf accord:B ] owl:disjointWith [ owl:complementOf accord:A ] .",
        ),
        (
            "accord:p owl:propertyDisjointWith accord:q .",
            "[] a owl:AllDisjointProperties ; owl:members ( accord:q accord:p ) .",
        ),
        (
            "accord:a owl:differentFrom accord:b .",
            "[] a owl:AllDifferent ; owl:distinctMembers ( accord:b accord:a ) .",
        ),
        (
            "accord:A owl:hasKey ( accord:p accord:q ) .",
            "accord:A owl:hasKey ( accord:q accord:p ) .",
        ),
        (
            "accord:A owl:disjointUnionOf ( accord:B accord:C ) .",
            "accord:A owl:disjointUnionOf ( accord:C accord:B ) .",
        ),
        (
            PAIR.format("accord:A", "accord:B"),
            PAIR.format("accord:B", "accord:A"),
        ),
        ("accord:a accord:p 'x\\r\\ny\\rz' .", "accord:a accord:p 'x\\ny\\nz' ."),
        ("accord:p owl:inverseOf accord:q .", "accord:q owl:inverseOf accord:p ."),
        (
            "accord:A rdfs:subClassOf [ owl:unionOf ( accord:B accord:C ) ] .",
            "accord:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( accord:C accord:B ) ] .",
        ),
        ("accord:a accord:p 'x'@en .", "<https://w3id.org/accord-kg/ontology#a> accord:p 'x'@EN ."),
    ],
)  # fmt: skip
def test_what_owl_says_the_same_is_the_same(one: str, other: str) -> None:
    assert difference(one, other).same


def test_the_order_in_a_chain_is_not_the_same() -> None:
    chain = "accord:p owl:propertyChainAxiom ( accord:{} accord:{} ) ."
    assert not difference(chain.format("q", "r"), chain.format("r", "q")).same


@given(st.randoms(use_true_random=False))
def test_order_and_names_of_blank_nodes_make_no_difference(chance: random.Random) -> None:
    path = PROJECT.ontology / "positions.ttl"
    triples = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
    nodes = {t.subject for t in triples if isinstance(t.subject, BlankNode)}
    renamed = dict(zip(nodes, chance.sample(range(10_000), len(nodes)), strict=True))

    def other(term: object) -> object:
        return BlankNode(f"b{renamed[term]}") if isinstance(term, BlankNode) else term

    shuffled = [Triple(other(t.subject), t.predicate, other(t.object)) for t in triples]  # type: ignore[arg-type]
    chance.shuffle(shuffled)
    names = Names(triples)
    assert diff_of(axioms_of(triples, names), axioms_of(shuffled, names), names).same


@pytest.mark.java(compiler=True)
def test_what_protege_saves_is_the_same(tmp_path: Path) -> None:
    sources = [PROJECT.ontology / f"{name}.ttl" for name in MODULES]
    assert sorted(sources) == PROJECT.ontology_modules()
    save_as(tmp_path, sources)
    for source in sources:
        for suffix in (".owl", ".ttl"):
            saved = tmp_path / f"{source.stem}{suffix}"
            assert saved.read_bytes() != source.read_bytes()
            assert compare(source, saved, PROJECT).same


@pytest.mark.java(compiler=True)
def test_every_kind_of_axiom_is_the_same_when_it_was_saved(tmp_path: Path) -> None:
    assert save_as(tmp_path, [EVERY_KIND]) == set()
    for suffix in (".owl", ".ttl"):
        saved = (tmp_path / EVERY_KIND.name).with_suffix(suffix)
        assert to_text(compare(EVERY_KIND, saved, PROJECT)) == "no differences in 123 axioms\n"


# ---------------------------------------------------------------- axioms in words


ANNOTATED: Final = """
[] a owl:Axiom ; owl:annotatedSource accord:A ; owl:annotatedProperty rdfs:subClassOf ;
    owl:annotatedTarget accord:B ; rdfs:comment 'so' .
"""
NEGATIVE: Final = """
[] a owl:NegativePropertyAssertion ; owl:sourceIndividual accord:a ;
    owl:assertionProperty accord:p ; {} .
"""


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("owl:onProperty accord:p ; owl:someValuesFrom accord:B", "accord:p some accord:B"),
        ("owl:onProperty accord:p ; owl:allValuesFrom accord:B", "accord:p only accord:B"),
        ("owl:onProperty accord:p ; owl:hasValue accord:b", "accord:p value accord:b"),
        ("owl:onProperty accord:p ; owl:hasSelf true", "accord:p Self"),
        ("owl:onProperty accord:p ; owl:minCardinality 2", "accord:p min 2"),
        (
            "owl:onProperty accord:p ; owl:maxQualifiedCardinality 1 ; owl:onClass accord:B",
            "accord:p max 1 accord:B",
        ),
        (
            "owl:onProperty accord:p ; owl:qualifiedCardinality 1 ; owl:onDataRange xsd:string",
            "accord:p exactly 1 xsd:string",
        ),
        ("owl:onProperty [ owl:inverseOf accord:p ] ; owl:someValuesFrom accord:B",
         "(inverse accord:p) some accord:B"),
        ("owl:onProperty accord:p", "[owl:onProperty accord:p]"),
        ("owl:complementOf accord:B", "not accord:B"),
        ("owl:oneOf ( accord:b accord:a )", "{accord:a, accord:b}"),
        (
            "owl:intersectionOf ( [ owl:unionOf ( accord:C accord:D ) ] accord:B )",
            "accord:B and (accord:C or accord:D)",
        ),
        (
            "owl:unionOf ( [ owl:intersectionOf ( [ owl:complementOf id:C ] id:B ) ] id:D )",
            "id:D or (id:B and (not id:C))",
        ),
        (
            "owl:onDatatype xsd:byte ; owl:withRestrictions ([xsd:minInclusive 1; xsd:length 2])",
            "xsd:byte[>= 1, length 2]",
        ),
    ],
)  # fmt: skip
def test_an_expression_is_put_into_words(expression: str, said: str) -> None:
    assert words(f"accord:A rdfs:subClassOf [ {expression} ] .") == [f"SubClassOf: {said}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("accord:p a owl:TransitiveProperty .", ["Characteristic: Transitive"]),
        ("accord:p owl:propertyChainAxiom ( accord:q accord:r ) .",
         ["SubPropertyChain: accord:q o accord:r"]),
        ("accord:A owl:hasKey ( accord:q accord:p ) .", ["HasKey: accord:p, accord:q"]),
        ("accord:a a accord:A ; accord:p 5 .", ["Type: accord:A", "accord:p: “5”^^xsd:integer"]),
        ("[] a owl:AllDifferent ; owl:distinctMembers ( accord:b accord:a accord:c ) .",
         ["DifferentIndividuals: accord:a, accord:b, accord:c"]),
        ("[] a owl:AllDisjointClasses ; owl:members ( accord:A accord:B ) ; rdfs:comment 'so' .",
         ["DisjointWith (annotated): accord:B: rdfs:comment “so”", "DisjointWith: accord:B"]),
        ("[] a owl:AllDifferent ; owl:members ( id:a id:b id:c ) ; rdfs:comment 'so' .",
         ["DifferentIndividuals (annotated): id:a, id:b, id:c: rdfs:comment “so”",
          "DifferentIndividuals: id:a, id:b, id:c"]),
        (NEGATIVE.format("owl:targetIndividual accord:b"), ["not accord:p: accord:b"]),
        (NEGATIVE.format("owl:targetValue 4 ; rdfs:comment 'so'"),
         ["not accord:p (annotated): “4”^^xsd:integer: rdfs:comment “so”",
          "not accord:p: “4”^^xsd:integer"]),
        (NEGATIVE.format("rdfs:comment 'so'"),
         [("Unnamed: [owl:assertionProperty accord:p; owl:sourceIndividual accord:a; "
          "rdf:type owl:NegativePropertyAssertion; rdfs:comment “so”]")]),
        (("_:x owl:unionOf ( accord:B accord:C ) ; rdfs:subClassOf accord:A . [] a owl:Axiom ; "
         "owl:annotatedSource _:x ; owl:annotatedProperty rdfs:subClassOf ; "
         "owl:annotatedTarget accord:A ; rdfs:comment 'so' ."),
         ["SubClassOf (annotated): accord:B or accord:C: accord:A: rdfs:comment “so”",
          "SubClassOf: accord:B or accord:C: accord:A"]),
        ("[ a owl:Class ; owl:unionOf ( accord:B accord:C ) ] rdfs:subClassOf accord:A .",
         ["SubClassOf: accord:B or accord:C: accord:A"]),
        ("[] a accord:A ; accord:p 'x' .", ["Unnamed: [accord:p “x”; rdf:type accord:A]"]),
        ("accord:a accord:p [ accord:q _:x ] . _:x accord:p 'y' .",
         ["accord:p: [accord:q [accord:p “y”]]"]),
        (ANNOTATED,
         ["SubClassOf (annotated): accord:B: rdfs:comment “so”"]),
        (ANNOTATED.replace("[]", "_:x") + "[] a owl:Annotation ; owl:annotatedSource _:x ; "
         "owl:annotatedProperty rdfs:comment ; owl:annotatedTarget 'so' ; rdfs:seeAlso id:a .",
         ["SubClassOf (annotated): accord:B: rdfs:comment “so”",
          "SubClassOf (annotated): accord:B: rdfs:comment “so”: rdfs:seeAlso id:a"]),
        ("[] a owl:Axiom ; owl:annotatedSource accord:A ; rdfs:comment 'so' .",
         ["Unnamed: [owl:annotatedSource accord:A; rdf:type owl:Axiom; rdfs:comment “so”]"]),
    ],
)  # fmt: skip
def test_an_axiom_is_put_into_words(text: str, said: list[str]) -> None:
    assert words(text) == said


def test_terms_are_written_by_labels_unless_two_share_one() -> None:
    labels = 'accord:A rdfs:label "lamp"@en . accord:B rdfs:label "wheel"@en .'
    axiom = "accord:A rdfs:subClassOf accord:B ."
    assert words(labels + axiom) == ["SubClassOf: wheel"]
    assert words(labels.replace("lamp", "wheel") + axiom) == ["SubClassOf: accord:B"]


def test_a_rule_is_put_into_words_and_its_atoms_have_no_order() -> None:
    atom = "[ a swrl:ClassAtom ; swrl:classPredicate accord:{} ; swrl:argument1 accord:x ]"
    a, b, c = (atom.format(name) for name in "ABC")
    rule = (
        f"@prefix swrl: <{SWRL}> . accord:x a swrl:Variable . "
        f"[] a swrl:Imp ; swrl:body ( {{}} {{}} ) ; swrl:head ( {c} ) ."
    )
    assert "Rule: accord:A(?x), accord:B(?x) -> accord:C(?x)" in words(rule.format(b, a))
    assert difference(rule.format(b, a), rule.format(a, b)).same


def test_blank_nodes_in_a_circle_have_an_end() -> None:
    (annotation,) = words(ANNOTATED.replace("[]", "_:x").replace("accord:A", "_:x"))
    assert annotation.count("accord:B") < 200
    (axiom,) = axioms("accord:a accord:p _:x . _:x accord:p _:y . _:y accord:p _:x .").values()
    assert axiom.words.count("accord:p") < 100
    assert "…" in axiom.words


# ---------------------------------------------------------------- what differs


OLD: Final = """
accord:Lamp a owl:Class ; rdfs:label "lamp"@en ; skos:definition "It shines."@en ;
    rdfs:subClassOf accord:Device , accord:Old .
accord:Wheel a owl:Class ; rdfs:label "wheel"@en ; rdfs:subClassOf accord:Device .
accord:BrightWheel a owl:Class ; rdfs:subClassOf accord:Wheel .
"""
NEW: Final = """
accord:Lamp a owl:Class ; rdfs:label "lamp"@en ; skos:definition "It gives light."@en ;
    rdfs:subClassOf accord:Device , accord:Source , accord:Thing .
accord:Torch a owl:Class ; rdfs:label "torch"@en .
accord:BrightWheel a owl:Class ; rdfs:subClassOf accord:Wheel .
[] a owl:AllDisjointClasses ; owl:members ( accord:Lamp accord:Torch accord:Device ) .
"""


def test_differences_are_grouped_by_term() -> None:
    lamp, torch, wheel, general = difference(OLD, NEW).terms
    assert (lamp.term, lamp.shown, lamp.status) == (TERMS + "Lamp", "lamp (accord:Lamp)", "changed")
    assert lamp.changes == (
        Change("SubClassOf", "accord:Old", None),
        Change("SubClassOf", None, "accord:Source"),
        Change("SubClassOf", None, "accord:Thing"),
        Change("skos:definition", "“It shines.”@en", "“It gives light.”@en"),
    )
    assert [change.status for change in lamp.changes] == ["removed", "added", "added", "changed"]
    assert (torch.status, wheel.status) == (Status.ADDED, Status.REMOVED)
    assert (general.term, general.shown) == ("", "axioms about no single term")
    assert general.changes[0].new == "accord:Device, lamp, torch"


def test_a_term_that_vanished_and_is_still_named_is_told() -> None:
    wheel = difference(OLD, NEW).terms[2]
    assert wheel.named_by == ("accord:BrightWheel",)
    general = "[] a owl:AllDisjointClasses ; owl:members ( accord:Wheel accord:B accord:C ) ."
    (_, wheel, *_) = difference(OLD, NEW.replace("accord:Torch a", "accord:Lamp a") + general).terms
    assert wheel.named_by == ("a general axiom", "accord:BrightWheel")


def test_the_text_tells_what_differs() -> None:
    text = to_text(difference(OLD, NEW))
    assert text == (
        "changed: lamp (accord:Lamp)\n"
        "    - SubClassOf: accord:Old\n"
        "    + SubClassOf: accord:Source\n"
        "    + SubClassOf: accord:Thing\n"
        "    ~ skos:definition\n"
        "        - “It shines.”@en\n"
        "        + “It gives light.”@en\n"
        "\n"
        "added: torch (accord:Torch)\n"
        "    + Declaration: class\n"
        "    + rdfs:label: “torch”@en\n"
        "\n"
        "removed: wheel (accord:Wheel)\n"
        "    - Declaration: class\n"
        "    - SubClassOf: accord:Device\n"
        "    - rdfs:label: “wheel”@en\n"
        "    still named by: accord:BrightWheel\n"
        "\n"
        "changed: axioms about no single term\n"
        "    + DisjointClasses: accord:Device, lamp, torch\n"
        "\n"
        "1 term changed, 1 term added, 1 term removed, 1 axiom about no single term added\n"
    )
    assert "\x1b[31m-\x1b[0m SubClassOf" in to_text(difference(OLD, NEW), colour=True)
    narrow = to_text(difference(OLD, NEW), width=40).splitlines()
    assert all(len(line) <= 40 for line in narrow[:-1])
    general = "[] a owl:AllDisjointClasses ; owl:members ( accord:A accord:B {} ) ."
    changed = difference(general.format("accord:C"), general.format("accord:D"))
    assert summary(changed) == "1 axiom about no single term changed"
    assert summary(difference(OLD, OLD)) == "no differences in 10 axioms"


def test_the_json_tells_the_same() -> None:
    told = json.loads(to_json(difference(OLD, NEW)))
    assert told["same"] is False
    lamp, *_, wheel, general = told["terms"]
    assert lamp["changes"][-1] == {
        "status": "changed",
        "kind": "skos:definition",
        "old": "“It shines.”@en",
        "new": "“It gives light.”@en",
    }
    assert wheel["namedBy"] == ["accord:BrightWheel"]
    assert general["term"] is None


# ---------------------------------------------------------------- files and the command


def test_a_folder_is_compared_with_one_of_another_syntax(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    (old / "a.ttl").write_text(HEADER + OLD)
    (old / "notes.txt").write_text("not an ontology")
    written = serialize(triples_of(OLD), format=RdfFormat.RDF_XML)
    assert written is not None
    (new / "other.owl").write_bytes(written)
    assert compare(old, new, PROJECT).same
    (new / "other.owl").unlink()
    with pytest.raises(ProjectError, match="there is no ontology in"):
        compare(old, new, PROJECT)
    with pytest.raises(ProjectError, match="cannot be read"):
        compare(old, tmp_path / "none.ttl", PROJECT)
    (new / "bad.ttl").write_text("nonsense")
    with pytest.raises(OntologyError, match="is not Turtle"):
        compare(old, new, PROJECT)


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ('<Ontology xmlns="http://www.w3.org/2002/07/owl#"></Ontology>', "OWL/XML"),
        ('<?xml version="1.0"?>\n<!-- > -->\n<owl:Ontology xmlns:owl="…">', "OWL/XML"),
        # A licence of many lines, each a comment.
        ("<!-- line -->\n" * 60 + '<Ontology xmlns="…">', "OWL/XML"),
        ('<!DOCTYPE Ontology [ <!ENTITY a "<>"> ]>\n<Ontology\n xmlns="…">', "OWL/XML"),
        ("# first\n\nPrefix(:=<http://e/>)\nOntology(<http://e/>)", "OWL functional syntax"),
        ("Ontology ( <http://e/> )", "OWL functional syntax"),
        ("Prefix: : <http://e/>\n", "Manchester syntax"),
        ('[ { "@id": "http://e/" } ]', "JSON-LD"),
        ("format-version: 1.2\n", "OBO"),
    ],
)
def test_another_syntax_is_refused_by_its_name(text: str, syntax: str, tmp_path: Path) -> None:
    path = tmp_path / "saved.owl"
    path.write_text(text)
    with pytest.raises(OntologyError) as caught:
        compare(path, path, PROJECT)
    assert caught.value.what == f"{path} is in {syntax}"
    assert "Turtle or RDF/XML" in caught.value.why


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("[] a <http://e/A> .", "Turtle"),
        ("prefix : <http://e/>\n:Ontology a :A .", "Turtle"),
        ("# Ontology(\n<Ontology> a <http://e/A> .", "Turtle"),
        ("", "Turtle"),
        ('\ufeff<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="…">', "RDF/XML"),
        ("<!DOCTYPE rdf:RDF [\n]>\n<rdf:RDF>\n<owl:Ontology rdf:about=''/>", "RDF/XML"),
    ],
)
def test_what_is_read_is_known_by_its_beginning(text: str, syntax: str) -> None:
    assert syntax_of(text) == syntax


def test_the_exit_code_says_whether_something_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
    old.write_text(HEADER + OLD)
    new.write_text(HEADER + NEW)
    assert run(["ontology", "diff", str(old), str(old)]) == 0
    assert capsys.readouterr().out == "no differences in 10 axioms\n"
    assert run(["ontology", "diff", str(old), str(new)]) == 1
    assert capsys.readouterr().out == to_text(difference(OLD, NEW))
    assert run(["ontology", "diff", "--format", "json", str(old), str(new)]) == 1
    assert json.loads(capsys.readouterr().out)["same"] is False
    assert run(["ontology", "diff", str(old)]) == 2
