"""What a user types means one thing of the class, or gets an error that helps."""

import shlex

import pyoxigraph as ox
import pytest

from kg.errors import BadHeader, Position, UnknownValue
from kg.namespaces import DATA, INFERRED_GRAPH, RDFS, TERMS, XSD
from kg.query.naming import id_of, known_names
from kg.query.stored import Parameter
from kg.query.values import resolve
from tests.query_sample import sample

GRAPH = sample()
ARTICLE = DATA + "gazette/2031-05-02-lake/"


def of_class(name: str) -> Parameter:
    return Parameter("x", name, "", "North Lake", at=Position("q.rq", 4, 6))


def of_datatype(name: str, example: str) -> Parameter:
    return Parameter("x", "", name, example)


@pytest.mark.parametrize(
    "value",
    [
        "North Lake",
        "Nordsee",
        "Northport",
        "NLK",
        "NL",
        "north-lake",
        "id:north-lake",
        "wd:Q1000",
        f"{DATA}north-lake",
        f"<{DATA}north-lake>",
        "north lake",
        "NORTHPORT",
        "nl",
        "North-Lake",
    ],
)
def test_names_of_one_thing(value: str) -> None:
    assert resolve(GRAPH, of_class("State"), value) == ox.NamedNode(DATA + "north-lake")


@pytest.mark.parametrize(
    "value", ["Ana Øst", "ana øst", "Sara O'Dhal", "sara o’dhal", "Zoé", "Zoe\u0301"]
)
def test_what_people_do_not_type_alike(value: str) -> None:
    graph = sample()
    graph.load(
        b"""@prefix accord: <https://w3id.org/accord-kg/ontology#> .
        @prefix id: <https://w3id.org/accord-kg/id/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        id:dhal a accord:Agent ; rdfs:label "Sara O\xe2\x80\x99Dhal" .
        id:zoe a accord:Agent ; rdfs:label "Zo\xc3\xa9" .""",
        format=ox.RdfFormat.TURTLE,
    )
    expected = {"a": "ana-øst", "s": "dhal", "z": "zoe"}[value[0].lower()]
    assert resolve(graph, of_class("Agent"), value).value == DATA + expected


def test_an_exact_name_goes_before_another_letter_case() -> None:
    graph = sample()
    triples = f'<{DATA}us> a <{TERMS}State> ; <{RDFS}label> "nl" .'
    graph.load(triples.encode(), format=ox.RdfFormat.TURTLE)
    assert resolve(graph, of_class("State"), "nl") == ox.NamedNode(DATA + "us")
    assert resolve(graph, of_class("State"), "NL") == ox.NamedNode(DATA + "north-lake")
    with pytest.raises(UnknownValue, match="'Nl' may mean 2 different things"):
        resolve(graph, of_class("State"), "Nl")


def test_a_name_in_any_letter_case_goes_before_the_end_of_an_id() -> None:
    graph = sample()
    triples = f'<{ARTICLE}v1/state/nordsee> a <{TERMS}State> ; <{RDFS}label> "a tributary" .'
    graph.load(triples.encode(), format=ox.RdfFormat.TURTLE)
    assert resolve(graph, of_class("State"), "nordsee") == ox.NamedNode(DATA + "north-lake")


def test_instances_of_a_subclass_count_and_others_do_not() -> None:
    ana = ox.NamedNode(DATA + "ana-øst")
    assert resolve(GRAPH, of_class("Agent"), "Ana Øst") == ana
    with pytest.raises(UnknownValue, match="no State goes by 'Ana Øst'"):
        resolve(GRAPH, of_class("State"), "Ana Øst")
    with pytest.raises(UnknownValue, match="no State goes by 'id:ana-øst'"):
        resolve(GRAPH, of_class("State"), "id:ana-øst")


def test_an_unknown_name_lists_the_nearest() -> None:
    with pytest.raises(UnknownValue) as caught:
        resolve(GRAPH, of_class("State"), "Nort Lake")
    assert caught.value.nearest[0] == "North Lake"
    assert caught.value.why == "the graph knows North Lake, South Lake"
    assert caught.value.fix.endswith("--x 'North Lake'")


@pytest.mark.parametrize(
    ("example", "value", "suggested"),
    [
        ("Turkey", "Turkey", "North Lake"),
        ("Turkey", "Sout Lake", "South Lake"),
        ("south-lake", "Nort Lake", "south-lake"),
        ("Lake", "x", "North Lake"),
    ],
)
def test_what_a_message_suggests_is_known_here(example: str, value: str, suggested: str) -> None:
    parameter = Parameter("x", "State", "", example)
    with pytest.raises(UnknownValue) as caught:
        resolve(GRAPH, parameter, value)
    assert caught.value.fix.endswith(f", such as --x {shlex.quote(suggested)}")


def test_a_nearest_other_name_is_shown_by_its_label() -> None:
    with pytest.raises(UnknownValue) as caught:
        resolve(GRAPH, of_class("State"), "Nordse")
    assert caught.value.nearest == ("North Lake",)


def test_a_name_of_two_things_lists_them() -> None:
    with pytest.raises(UnknownValue) as caught:
        resolve(GRAPH, of_class("State"), "Lake")
    assert caught.value.what == "'Lake' may mean 2 different things"
    assert "North Lake is north-lake" in caught.value.why
    assert "South Lake is south-lake" in caught.value.why
    assert caught.value.fix == "give the id: --x north-lake"


@pytest.mark.parametrize(
    "value", ["", " ", "wd:Q1", "unknown:x", "<not an iri>", "<>", 'a"b', "http://a.b/c d", ":"]
)
def test_what_means_nothing(value: str) -> None:
    with pytest.raises(UnknownValue, match="no State goes by"):
        resolve(GRAPH, of_class("State"), value)


def test_text_that_is_not_unicode() -> None:
    with pytest.raises(UnknownValue, match="not UTF-8"):
        resolve(GRAPH, of_class("State"), "Turk\udcff")


def test_a_class_without_instances() -> None:
    with pytest.raises(UnknownValue) as caught:
        resolve(GRAPH, of_class("Empty"), "x")
    assert caught.value.why == "the graph knows no Empty at all"
    assert caught.value.fix == "give a label, another name, a code, an id or an IRI"


def test_a_class_that_the_ontology_lacks() -> None:
    with pytest.raises(BadHeader) as caught:
        resolve(GRAPH, of_class("Stat"), "x")
    assert caught.value.at == Position("q.rq", 4, 6)
    assert caught.value.nearest[0] == "State"


SAME = """
@prefix accord: <https://w3id.org/accord-kg/ontology#> .
@prefix id: <https://w3id.org/accord-kg/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:a a accord:State ; rdfs:label "Twin" .
id:b a accord:State ; rdfs:label "Twin" .
"""


def twins(more: str, said_of: str = "", inferred: str = "") -> ox.Store:
    """Return a graph with two states of one name, and what a passage says and what is inferred."""
    graph = sample()
    parts = ((ox.DefaultGraph(), more), (ox.NamedNode(ARTICLE + "v2#char=0,4"), said_of))
    for name, text in (*parts, (ox.NamedNode(INFERRED_GRAPH), inferred)):
        graph.load((SAME + text).encode(), format=ox.RdfFormat.TURTLE, to_graph=name)
    return graph


@pytest.mark.parametrize(
    "same",
    [
        "id:a owl:sameAs id:b .",
        "id:b owl:sameAs id:a .",
        "id:a owl:sameAs id:x . id:b owl:sameAs id:x .",
        "id:a owl:sameAs id:x . id:x owl:sameAs id:y , id:a . id:y owl:sameAs id:b .",
    ],
)
def test_names_of_one_and_the_same_thing_are_no_choice(same: str) -> None:
    graph = twins(same)
    assert resolve(graph, of_class("State"), "Twin") == ox.NamedNode(DATA + "a")
    # Its own name is still its own.
    assert resolve(graph, of_class("State"), "b") == ox.NamedNode(DATA + "b")


def test_of_the_same_things_the_one_that_passages_speak_of_is_meant() -> None:
    said = "id:lake accord:territoryOf id:b . id:b accord:memberOf id:union ."
    inferred = (
        "id:a accord:memberOf id:union , id:x , id:y , id:z . id:lake accord:territoryOf id:a ."
    )
    graph = twins("id:a owl:sameAs id:b .", said, inferred)
    assert resolve(graph, of_class("State"), "Twin") == ox.NamedNode(DATA + "b")


@pytest.mark.parametrize("other", ["", "id:a owl:differentFrom id:b .", "id:a owl:sameAs id:x ."])
def test_two_things_of_one_name_that_nobody_calls_the_same_are_two(other: str) -> None:
    with pytest.raises(UnknownValue, match="'Twin' may mean 2 different things"):
        resolve(twins(other), of_class("State"), "Twin")


def test_a_minted_id_needs_no_article_where_one_has_it() -> None:
    claim = ox.NamedNode(ARTICLE + "v2/claim/patrol")
    assert resolve(GRAPH, of_class("Thing"), "gazette/2031-05-02-lake/v2/claim/patrol") == claim
    assert resolve(GRAPH, of_class("Thing"), "the patrol is agreed") == claim
    with pytest.raises(UnknownValue, match="'claim/patrol' may mean 2 different things"):
        resolve(GRAPH, of_class("Thing"), "claim/patrol")


def test_an_article_without_a_version_is_its_newest() -> None:
    newest = ox.NamedNode(ARTICLE + "v2")
    assert resolve(GRAPH, of_class("Article"), "gazette/2031-05-02-lake") == newest
    older = ox.NamedNode(ARTICLE + "v1")
    assert resolve(GRAPH, of_class("Article"), "gazette/2031-05-02-lake/v1") == older


def test_properties_and_passages() -> None:
    signed = ox.NamedNode(TERMS + "signedOn")
    assert resolve(GRAPH, of_class("Property"), "signed on") == signed
    assert resolve(GRAPH, of_class("Property"), "accord:signedOn") == signed
    assert not any("#" in iri for iri in known_names(GRAPH, "Thing"))


def test_known_names() -> None:
    assert known_names(GRAPH, "State") == {
        DATA + "north-lake": "North Lake",
        DATA + "south-lake": "South Lake",
    }
    assert known_names(GRAPH, "Article")[ARTICLE + "v1"] == "gazette/2031-05-02-lake/v1"
    assert id_of(TERMS + "State") == "accord:State"


def test_many_names_are_not_all_listed() -> None:
    graph = sample()
    triples = "".join(f"<{DATA}s{n}> a <{TERMS}State> .\n" for n in range(20))
    graph.load(triples.encode(), format=ox.RdfFormat.TURTLE)
    with pytest.raises(UnknownValue, match="zzz") as caught:
        resolve(graph, of_class("State"), "zzz")
    assert caught.value.why.endswith("and 14 more")


@pytest.mark.parametrize("value", ["2020-02-29", "0001-01-01"])
def test_dates(value: str) -> None:
    term = resolve(GRAPH, of_datatype("date", "2020-11-12"), value)
    assert term == ox.Literal(value, datatype=ox.NamedNode(XSD + "date"))


@pytest.mark.parametrize(
    "value", ["2021-02-29", "2020-13-01", "20201112", "2020-11-12T00:00", "today", "２０２０-11-12"]
)
def test_what_is_no_date(value: str) -> None:
    with pytest.raises(UnknownValue, match="is no date of the calendar") as caught:
        resolve(GRAPH, of_datatype("date", "2020-11-12"), value)
    assert caught.value.fix == "write --x 2020-11-12"


def test_integers_and_strings() -> None:
    assert resolve(GRAPH, of_datatype("integer", "5"), "-12") == ox.Literal(-12)
    with pytest.raises(UnknownValue, match="no whole number"):
        resolve(GRAPH, of_datatype("integer", "5"), "1.5")
    assert resolve(GRAPH, of_datatype("string", "x"), 'a"b') == ox.Literal('a"b')
