"""The layout of Turtle: the same graph gives the same text, and the text gives the same graph."""

import subprocess
import sys
from itertools import product
from pathlib import Path
from random import Random
from textwrap import dedent

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, OntologyError
from kg.namespaces import PREFIXES
from kg.project import Project
from kg.turtle import (
    Graph,
    Printer,
    Section,
    Statement,
    arrange,
    canonical,
    format_turtle,
    natural_key,
    write_turtle,
)
from tests.owlapi import literals_of
from tests.roundtrip import read_oxigraph, read_rdflib

PROJECT = Project.find(Path(__file__).parent)

UGLY = b"""# The file's own words,
# over two lines.

@prefix : <https://w3id.org/accord-kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unused: <http://example.org/unused#> .
# ------------ individuals
:direct a :Voice , owl:NamedIndividual ; rdfs:label "direct # speech"@en .
# Classes
:Mission rdfs:isDefinedBy <https://w3id.org/accord-kg/ontology> ; skos:example "a","b";
  skos:definition "Operation that keeps a peace."@en; rdfs:label 'mission'@en ;
  rdfs:subClassOf :Event;a owl:Class.
:Event a owl:Class; owl:equivalentClass [ owl:intersectionOf ( :Thing [ owl:someValuesFrom :Agent;
  owl:onProperty :by; a owl:Restriction ] [ a owl:Restriction; owl:onProperty :by; owl:allValuesFrom
  :Agent ] ); a owl:Class ] .
:Thing a owl:Class . :Agent a owl:Class .
:Thing owl:disjointWith :Agent .
:Voice a owl:Class .
:note a owl:AnnotationProperty .
:on a owl:DatatypeProperty .
:by a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:range :Agent ; rdfs:domain :Event .
<https://w3id.org/accord-kg/ontology> a owl:Ontology; dcterms:creator "x"; dcterms:title "T"@en .
dcterms:title a owl:AnnotationProperty . dcterms:creator a owl:AnnotationProperty ;
  rdfs:label "creator"@en .
<http://example.org/Other> rdfs:seeAlso :Thing .
[] a owl:AllDisjointClasses ; owl:members ( :Voice :Event ) .
[] a owl:Axiom ; owl:annotatedTarget :Event ; owl:annotatedProperty rdfs:subClassOf ;
  owl:annotatedSource :Mission ; :note \"\"\"Two
lines "quoted\\"\"\"\" .
"""

NEAT = """\
# The file's own words,
# over two lines.

@prefix : <https://w3id.org/accord-kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# Terms of other vocabularies

dcterms:creator a owl:AnnotationProperty .
dcterms:title a owl:AnnotationProperty .

<https://w3id.org/accord-kg/ontology> a owl:Ontology ;
    dcterms:title "T"@en ;
    dcterms:creator "x" .

# Classes

:Agent a owl:Class .

:Event a owl:Class ;
    owl:equivalentClass [
        a owl:Class ;
        owl:intersectionOf (
            :Thing
            [ a owl:Restriction ; owl:onProperty :by ; owl:allValuesFrom :Agent ]
            [ a owl:Restriction ; owl:onProperty :by ; owl:someValuesFrom :Agent ]
        )
    ] .

:Mission a owl:Class ;
    rdfs:subClassOf :Event ;
    rdfs:label "mission"@en ;
    skos:definition "Operation that keeps a peace."@en ;
    skos:example "a" , "b" ;
    rdfs:isDefinedBy <https://w3id.org/accord-kg/ontology> .

:Thing a owl:Class ;
    owl:disjointWith :Agent .

:Voice a owl:Class .

# Object properties

:by a owl:ObjectProperty , owl:FunctionalProperty ;
    rdfs:domain :Event ;
    rdfs:range :Agent .

# Data properties

:on a owl:DatatypeProperty .

# Annotation properties

dcterms:creator rdfs:label "creator"@en .

:note a owl:AnnotationProperty .

# Individuals

:direct a owl:NamedIndividual , :Voice ;
    rdfs:label "direct # speech"@en .

# Other subjects

<http://example.org/Other> rdfs:seeAlso :Thing .

# General axioms

[] a owl:AllDisjointClasses ;
    owl:members ( :Voice :Event ) .

# Evidence

[] a owl:Axiom ;
    owl:annotatedSource :Mission ;
    owl:annotatedProperty rdfs:subClassOf ;
    owl:annotatedTarget :Event ;
    :note "Two\\u000Alines \\"quoted\\"" .
"""


def write(quads: list[ox.Quad]) -> str:
    graph = Graph.canonical(map(Statement.of, quads))
    return "".join(write_turtle(graph, arrange(graph), PREFIXES))


def turtle(text: str) -> list[ox.Quad]:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return list(ox.parse(prefixes + "@prefix : <http://e/> .\n" + text, ox.RdfFormat.TURTLE))


def test_an_ontology_has_one_layout() -> None:
    # Lists keep their order, so the two restrictions stand as they were written.
    expected = NEAT.replace(
        """            [ a owl:Restriction ; owl:onProperty :by ; owl:allValuesFrom :Agent ]
            [ a owl:Restriction ; owl:onProperty :by ; owl:someValuesFrom :Agent ]
""",
        """            [ a owl:Restriction ; owl:onProperty :by ; owl:someValuesFrom :Agent ]
            [ a owl:Restriction ; owl:onProperty :by ; owl:allValuesFrom :Agent ]
""",
    )
    assert format_turtle(UGLY, "x.ttl") == expected


def test_formatting_keeps_the_graph_and_is_idempotent() -> None:
    formatted = format_turtle(UGLY, "x.ttl").encode()
    assert read_oxigraph(formatted) == read_oxigraph(UGLY) == read_rdflib(formatted)
    assert format_turtle(formatted, "x.ttl").encode() == formatted


def test_a_file_without_a_header_goes_by_subject() -> None:
    source = b"""\
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
        :ClaimShape-madeBy sh:path :madeBy ; a sh:PropertyShape ; sh:message "m" ; sh:minCount 1 .
        :ClaimShape a sh:NodeShape ; sh:property :ClaimShape-madeBy ; sh:targetClass :Claim .
        :ClaimShape sh:sparql [ sh:select \"\"\"SELECT $this  # not a comment
WHERE { $this :p "x" }\"\"\" ; sh:message "n" ] .
        """
    assert format_turtle(source, "x.ttl") == dedent('''\
        @prefix : <http://e/> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .

        :ClaimShape a sh:NodeShape ;
            sh:targetClass :Claim ;
            sh:property :ClaimShape-madeBy ;
            sh:sparql [
                sh:select """SELECT $this  # not a comment
        WHERE { $this :p "x" }""" ;
                sh:message "n"
            ] .

        :ClaimShape-madeBy a sh:PropertyShape ;
            sh:path :madeBy ;
            sh:minCount 1 ;
            sh:message "m" .
        ''')


def test_prefixes_of_the_project_shorten_what_the_file_does_not() -> None:
    source = b"<http://e/a> <http://purl.org/dc/terms/title> 'x' ."
    assert format_turtle(source, "x.ttl") == (
        '@prefix dcterms: <http://purl.org/dc/terms/> .\n\n<http://e/a> dcterms:title "x" .\n'
    )


def test_a_file_that_people_add_to_keeps_its_prefixes() -> None:
    source = (
        "@prefix id: <https://w3id.org/accord-kg/id/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
        'id:a id:b "x" .\n'
    )
    assert format_turtle(source.encode(), "x.ttl") == source


def test_a_byte_order_mark_is_dropped() -> None:
    source = "<http://e/a> <http://e/b> <http://e/c> .\n"
    assert format_turtle(f"\ufeff{source}".encode(), "x.ttl") == source


def test_an_empty_file_stays_empty() -> None:
    assert format_turtle(b"", "x.ttl") == ""
    assert format_turtle(b"# only words\n", "x.ttl") == "# only words\n"


@pytest.mark.parametrize("path", PROJECT.turtle_files(), ids=lambda path: path.name)
def test_every_file_of_the_project_is_formatted(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    formatted = format_turtle(source.encode(), path.name)
    assert formatted == source, "run: kg ontology format"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (":a :b :c . # why", 12),
        ("  # Classes and more", 3),
        (":a :b 'x' ; # about \"x\n :c :d .", 13),
        (":a :b <http://e/x#y> .#z", 23),
        (":a :b :c\\#d . #e", 15),
    ],
)
def test_a_comment_that_would_be_lost_is_an_error(line: str, column: int) -> None:
    source = f"# kept\n@prefix : <http://e/> .\n{line}\n"
    with pytest.raises(OntologyError) as caught:
        format_turtle(source.encode(), "x.ttl")
    assert str(caught.value.at) == f"x.ttl:3:{column}"
    assert caught.value.what == "a comment would be lost"


def test_a_number_sign_in_a_string_is_no_comment() -> None:
    for text in ('"#"', "'#'", '"""#"""', "'''#'''", '"\\"#"', "'\\'#'", '"""a" # b"""'):
        formatted = format_turtle(f"<http://e/a> <http://e/b> {text} .".encode(), "x.ttl")
        assert "#" in formatted


@pytest.mark.parametrize(
    ("source", "place", "why"),
    [
        (b"@prefix : <http://e/> .\n:a , :b .", "x.ttl:2:4", "predicate"),
        ("@prefix : <http://e/> .\n:a :b 'é\xff' .".encode("latin-1"), "x.ttl:2:8", "0xe9"),
    ],
)
def test_what_is_not_turtle_is_an_error(source: bytes, place: str, why: str) -> None:
    with pytest.raises(OntologyError) as caught:
        format_turtle(source, "x.ttl")
    assert str(caught.value.at) == place
    assert why in caught.value.why


def test_a_triple_term_is_an_error() -> None:
    with pytest.raises(KgError, match="cannot write"):
        format_turtle(b"<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> 1 )>> .", "x.ttl")


def test_a_graph_without_an_iri_is_an_error() -> None:
    node = ox.NamedNode("http://e/a")
    with pytest.raises(KgError, match="cannot write"):
        Statement.of(ox.Quad(node, node, node, ox.BlankNode("g")))


@pytest.mark.parametrize("text", [":a :b " + "[ :c " * 5000 + "1" + " ]" * 5000 + " ."])
def test_blank_nodes_that_nest_too_deep_are_an_error(text: str) -> None:
    with pytest.raises(KgError, match="nest deeper than 64"):
        write(turtle(text))


def test_a_long_list_is_not_deep() -> None:
    quads = turtle(f":a :b ( {' '.join(f':n{number}' for number in range(3000))} ) .")
    assert write(quads).count("\n") > 3000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("_:a :p _:b . _:b :p _:a .", id="circle"),
        pytest.param("_:a :p _:a .", id="loop"),
        pytest.param(":x :p _:a . :y :p _:a . _:a :q 1 .", id="shared"),
        pytest.param(":x :p _:c . _:c :p _:d . _:d :p _:e . _:e :p _:d .", id="into a circle"),
        pytest.param(":x :p [] .", id="empty"),
        pytest.param(":x :p () , ( 1 ) , ( ( 2 ) [ :q 3 ] ) .", id="lists"),
        pytest.param(":x :p _:l . _:l rdf:first 1 .", id="list without an end"),
        pytest.param(":x :p _:l . _:l rdf:first 1 ; rdf:rest rdf:nil ; :q 2 .", id="list and more"),
        pytest.param(":x :p _:l . _:l rdf:first 1 , 2 ; rdf:rest rdf:nil .", id="two firsts"),
        pytest.param(":x :p _:l . _:l rdf:first 1 ; rdf:rest :y .", id="rest is no list"),
        pytest.param(":x :p [ :q 1 ] , [ :q 1 ] .", id="twins"),
        pytest.param("[] :p 1 . [] :p 2 .", id="roots"),
        pytest.param(":x :p true , 01 , -1 , 1.50 , 1e0 , 'x'^^xsd:integer .", id="numbers"),
        pytest.param(
            ":x :p 'é😀\\u0007\\t\\r\\\\\"' , 'a\\nb\"\"\"' , 'a\\n\"' .", id="characters"
        ),
        pytest.param(":x :p 'x'@en , 'x'@en-GB , 'x'^^:t .", id="tags"),
        pytest.param(":1 :p <http://e/v1#char=1,2> , <http://e/a.> , <http://e/> .", id="names"),
        pytest.param("id:a :p <https://w3id.org/accord-kg/id/a/b> , wd:Q1 .", id="prefixes"),
    ],
)
def test_both_libraries_read_what_was_written(text: str) -> None:
    quads = turtle(text)
    written = write(quads)
    expected = frozenset(canonical(map(Statement.of, quads)))
    assert read_oxigraph(written.encode()) == expected
    assert read_rdflib(written.encode()) == expected


# Where long strings, escapes and the ends of either meet; then all kinds of characters.
TEXTS = sorted(
    {"".join(c) for length in range(6) for c in product('a"\\\n\r', repeat=length)}
    | {
        "".join(c)
        for length in range(4)
        for c in product('u"\\\n\t\0\7\x7f\x85\u2028\ufeff\uffff😀', repeat=length)
    }
)
PLACES = {
    "annotation": "rdfs:label {}",
    "assertion": ":d {}",
    "expression": "a [ a owl:Restriction ; owl:onProperty :d ; owl:someValuesFrom "
    "[ a rdfs:Datatype ; owl:oneOf ( {} {} ) ] ]",
    "annotation of an axiom": 'rdfs:seeAlso :x . [] a owl:Axiom ; owl:annotatedSource :x ; '
    "owl:annotatedProperty rdfs:seeAlso ; owl:annotatedTarget :x ; rdfs:label {}",
}  # fmt: skip


@pytest.mark.java(compiler=True)
def test_the_owl_api_reads_every_literal_in_every_place(tmp_path: Path) -> None:
    literals = [ox.Literal(value) for value in (True, False, 0, 17, -3)]
    literals += [ox.Literal(text) for text in TEXTS[::3]]
    literals += [ox.Literal(text, language="en") for text in TEXTS[1::3]]
    literals += [ox.Literal(text, datatype=ox.NamedNode("http://e/t")) for text in TEXTS[2::3]]
    # In each expression two literals stand, and never one twice.
    pairs = list(zip(literals, literals[1:] + literals[:1], strict=True))
    head = "<http://e/> a owl:Ontology . :d a owl:DatatypeProperty . :x a owl:NamedIndividual ."
    paths = []
    for place, pattern in PLACES.items():
        body = (f":x {pattern.format(*map(str, pair))} ." for pair in pairs)
        paths.append(tmp_path / f"{place}.ttl")
        written = write(turtle("\n".join((head, *body))))
        paths[-1].write_text(written, encoding="utf-8", newline="")
    for path, found in zip(paths, literals_of(paths), strict=True):
        assert found == {*literals}, path.stem


NAMES = st.sampled_from("abcdef").map(lambda name: ox.NamedNode(f"http://example.org/{name}"))
BLANKS = st.sampled_from(["x", "y", "z"]).map(ox.BlankNode)
PREDICATES = NAMES | st.sampled_from(
    [ox.NamedNode(PREFIXES["rdf"] + name) for name in ("type", "first", "rest")]
)
LITERALS = st.builds(ox.Literal, st.text(max_size=8)) | st.builds(
    ox.Literal, st.text(max_size=4), language=st.sampled_from(["en", "de-at"])
)
QUADS = st.builds(
    ox.Quad,
    NAMES | BLANKS,
    PREDICATES,
    NAMES | BLANKS | LITERALS | st.just(ox.NamedNode(PREFIXES["rdf"] + "nil")),
)


@given(st.lists(QUADS, max_size=12), st.randoms(use_true_random=False))
def test_any_graph_survives_and_its_order_does_not_matter(
    quads: list[ox.Quad], random: Random
) -> None:
    written = write(quads)
    assert read_oxigraph(written.encode()) == frozenset(canonical(map(Statement.of, quads)))
    shuffled = random.sample(quads, len(quads))
    assert write(shuffled) == written


@given(st.lists(QUADS, max_size=12))
def test_the_sections_of_an_ontology_hold_every_subject_once(quads: list[ox.Quad]) -> None:
    header = turtle(":o a owl:Ontology . dcterms:title a owl:AnnotationProperty ; rdfs:label 'x' .")
    graph = Graph.canonical(map(Statement.of, [*quads, *header]))
    text = "".join(write_turtle(graph, arrange(graph), PREFIXES))
    assert read_oxigraph(text.encode()) == frozenset(
        canonical(map(Statement.of, [*quads, *header]))
    )


def test_a_shared_blank_node_keeps_its_label() -> None:
    statements = canonical(map(Statement.of, turtle(":x :p [ :q 1 ] .")))
    node = next(s.object for s in statements if isinstance(s.object, ox.BlankNode))
    graph = Graph(statements, shared=frozenset({node}))
    printer = Printer(graph, PREFIXES)
    text = "".join(printer.sections([Section(None, graph.subjects())]))
    assert text.count(f"_:{node.value}") == 2


def test_numbers_in_names_are_ordered_by_value() -> None:
    names = ["c=10,1", "c=9,20", "c=9,3", "b", "c=09,3", "", "7" * 5000]
    assert sorted(names, key=natural_key) == [
        *("", "7" * 5000, "b", "c=09,3", "c=9,3", "c=9,20", "c=10,1")
    ]
    assert natural_key("a01") != natural_key("a1")


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "import sys; from kg.turtle import format_turtle; "
        "sys.stdout.write(format_turtle(sys.stdin.buffer.read(), 'x.ttl'))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=UGLY,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert outputs == {format_turtle(UGLY, "x.ttl").encode()}
