"""Documents from graphs that are not kind: hostile literals and IRIs, long lists, no ontology."""

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import FORMATS, PLACE, Source, describe
from kg.documents.links import is_web
from kg.documents.listing import PAGE
from kg.documents.statements import of_article, of_thing
from kg.errors import UnknownValue
from kg.export.turtle import write_union
from kg.limits import DEFAULTS
from kg.namespaces import (
    BASE,
    DATA,
    DCTERMS,
    ONTOLOGY,
    OWL,
    RDF,
    RDFS,
    REFERENCE_GRAPH,
    SKOS,
    TERMS,
    XSD,
)
from kg.project import Project
from kg.show.turtle import turtle_page
from kg.store import canonical, newest, open_snapshot, read_quads
from kg.store.lines import Lines
from kg.worker.document import Document
from kg.worker.world import World
from tests.page_reader import Document as Page

TYPE = ox.NamedNode(RDF + "type")
LABEL = ox.NamedNode(RDFS + "label")
ARTICLE = DATA + "outlet/2020-01-01-x/v1"
PASSAGE = ARTICLE + "#char=0,9"
EVIL = "<script>alert('1')</script>\"onmouseover=\"x&amp;"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(name if ":" in name else DATA + name)


def term(name: str) -> ox.NamedNode:
    return ox.NamedNode(TERMS + name)


def source_of(quads: Iterable[ox.Quad], most: int = 1_000) -> Source:
    data = canonical(quads)
    graph = ox.Store()
    graph.load(data, format=ox.RdfFormat.N_QUADS, lenient=True)
    return Source(graph, Lines(data), most, "build")


def reference(subject: str, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(node(subject), predicate, value, ox.NamedNode(REFERENCE_GRAPH))


def article() -> list[ox.Quad]:
    """Return an article with one passage, all of whose texts are hostile."""
    of_article, of_passage = node(ARTICLE), node(PASSAGE)
    claim = node(ARTICLE + "/claim/x")
    integer = ox.NamedNode(XSD + "nonNegativeInteger")
    return [
        *(
            ox.Quad(subject, predicate, value, of_article)
            for subject, predicate, value in (
                (of_article, TYPE, term("NewsArticle")),
                (of_article, term("articleId"), ox.Literal("outlet/2020-01-01-x")),
                (of_article, ox.NamedNode(DCTERMS + "title"), ox.Literal(EVIL)),
                (of_article, ox.NamedNode(SKOS + "note"), ox.Literal(EVIL)),
                (
                    of_article,
                    term("webAddress"),
                    ox.Literal("javascript:alert(1)", datatype=ox.NamedNode(XSD + "anyURI")),
                ),
                (of_passage, TYPE, term("Passage")),
                (of_passage, term("inArticle"), of_article),
                (of_passage, term("startOffset"), ox.Literal("0", datatype=integer)),
                (of_passage, term("endOffset"), ox.Literal("9", datatype=integer)),
                (of_passage, term("exactText"), ox.Literal(EVIL)),
                (of_passage, term("voice"), term("indirect")),
                (of_passage, ox.NamedNode(SKOS + "note"), ox.Literal(EVIL)),
                (claim, LABEL, ox.Literal(EVIL, language="en")),
            )
        ),
        *(
            ox.Quad(claim, predicate, value, of_passage)
            for predicate, value in (
                (TYPE, term("Claim")),
                (term("madeBy"), node("speaker")),
                (term("hedge"), ox.Literal(EVIL)),
                (term("affirms"), ox.NamedNode("javascript:alert(1)")),
            )
        ),
        reference("speaker", LABEL, ox.Literal(EVIL, language="en")),
        reference("speaker", ox.NamedNode(SKOS + "altLabel"), ox.Literal(EVIL)),
        reference("speaker", ox.NamedNode(SKOS + "exactMatch"), ox.NamedNode("data:text/html,x")),
        reference("speaker", ox.NamedNode(DCTERMS + "source"), ox.NamedNode("https://ok.example/")),
        reference("speaker", TYPE, term("Person")),
    ]


def page_of(source: Source, iri: str, **given: str) -> tuple[str, str]:
    told = json.loads(describe(source, iri, "html", **given).body)
    return told["title"], told["content"]


@pytest.mark.parametrize(
    "iri", [ARTICLE, ARTICLE + "/claim/x", DATA + "speaker", REFERENCE_GRAPH, DATA]
)
def test_what_the_graph_says_is_text_and_never_markup(iri: str) -> None:
    source = source_of(article())
    _, content = page_of(source, iri)
    assert "<script" not in content
    assert 'onmouseover="x"' not in content
    page = Page(content)
    assert all(href.startswith(("/", "#", "http://", "https://")) for _, href in page.hrefs)
    if iri != DATA:
        assert EVIL in "".join(page.all_text)


def test_only_addresses_of_the_web_become_links() -> None:
    for iri in ("http://a.example/", "https://a.example/x?y#z"):
        assert is_web(iri)
    for iri in (
        "javascript:alert(1)",
        "JavaScript://a.example/%0aalert(1)",
        "data:text/html,x",
        "mailto:a@b",
        "http:/evil",
        "https://[",
        "//evil.example",
        "",
    ):
        assert not is_web(iri)


def test_a_literal_that_is_an_address_becomes_a_link() -> None:
    quads = article()
    source = source_of(
        [
            *quads,
            ox.Quad(
                node(ARTICLE),
                term("webAddress"),
                ox.Literal("https://outlet.example/1", datatype=ox.NamedNode(XSD + "anyURI")),
                node(ARTICLE),
            ),
        ]
    )
    _, content = page_of(source, ARTICLE)
    assert '<a href="https://outlet.example/1" rel="external noreferrer">' in content
    assert ">javascript:alert(1)</dd>" in content


def test_a_passage_without_content_says_why() -> None:
    empty = node(ARTICLE + "#char=9,12")
    article_node = node(ARTICLE)
    said: dict[str, ox.NamedNode | ox.Literal] = {
        "inArticle": article_node,
        "startOffset": ox.Literal("9"),
        "endOffset": ox.Literal("12"),
        "exactText": ox.Literal("ads"),
        "reason": ox.Literal("advertisement"),
    }
    more = [ox.Quad(empty, term(name), value, article_node) for name, value in said.items()]
    source = source_of([*article(), *more])
    _, content = page_of(source, ARTICLE)
    assert "no content: advertisement" in Page(content).section("char=9,12")
    assert describe(source, ARTICLE, "html").stopped == ""
    assert describe(source_of([*article(), *more], most=1), ARTICLE, "html").stopped == "row_limit"


def test_a_thing_of_which_nothing_else_is_known_has_a_page() -> None:
    source = source_of([reference("lonely", LABEL, ox.Literal("lonely", language="en"))])
    title, content = page_of(source, DATA + "lonely")
    assert title == "lonely"
    assert "No statement has it in it." in content


def test_background_names_its_source() -> None:
    quads = [
        reference("a", LABEL, ox.Literal("a")),
        reference("b", LABEL, ox.Literal("b")),
        reference("a", term("memberOf"), node("b")),
        reference("a", ox.NamedNode(DCTERMS + "source"), ox.NamedNode("https://ok.example/list")),
    ]
    _, content = page_of(source_of(quads), DATA + "b")
    assert 'source: <a href="https://ok.example/list" rel="external noreferrer">' in content


def test_a_list_goes_on_where_it_ends() -> None:
    names = [f"state-{number:04}" for number in range(PAGE + 5)]
    source = source_of([reference(name, TYPE, term("State")) for name in names])
    _, first = page_of(source, DATA, class_="State")
    assert first.count('<a href="/id/state-') == PAGE
    assert f"/doc/id/?class=State&amp;after={names[PAGE - 1]}" in first
    _, second = page_of(source, DATA, class_="State", after=DATA + names[PAGE - 1])
    assert second.count('<a href="/id/state-') == 5
    assert 'rel="next"' not in second


def test_a_list_for_machines_goes_on_where_it_says() -> None:
    names = [f"state-{number:04}" for number in range(2 * PAGE + 5)]
    source = source_of([reference(name, TYPE, term("State")) for name in names])
    for class_ in ("State", ""):
        found: list[ox.NamedNode | ox.BlankNode | ox.Triple] = []
        given = {"class": class_}
        while given:
            after = DATA + given["after"] if "after" in given else ""
            part = describe(source, DATA, "turtle", class_=class_, after=after)
            assert part.stopped == ""
            triples = triples_of(part.body)
            found += [t.subject for t in triples if t.object == term("State")]
            following = [str(t.object) for t in triples if str(t.predicate).endswith("#next>")]
            assert all(f"<{BASE}doc/id/?" in iri for iri in following)
            given = dict(parse_qsl(urlsplit(following[0].strip("<>")).query)) if following else {}
            assert given.get("class", "") == (class_ if following else "")
        assert len(found) == len(set(found)) == len(names)


def test_an_unknown_thing_and_what_is_no_iri_are_unknown_alike() -> None:
    source = source_of(article())
    for iri in (DATA + "speakers", DATA + "a b", DATA + "\r\n", DATA + "<>", DATA + "\ud800"):
        with pytest.raises(UnknownValue) as raised:
            describe(source, iri, "turtle")
        assert "nothing is known" in raised.value.what
    with pytest.raises(UnknownValue) as raised:
        describe(source, DATA + "speakers", "place")
    assert raised.value.nearest == (DATA + "speaker",)


# ---------------------------------------------------------------- an ontology of two files


def ontology(*more: tuple[str, str, ox.NamedNode | ox.Literal]) -> list[ox.Quad]:
    graph = ox.NamedNode(ONTOLOGY)
    core = ONTOLOGY + "/core"
    said: list[tuple[str, str, ox.NamedNode | ox.Literal]] = [
        (ONTOLOGY, RDF + "type", ox.NamedNode(OWL + "Ontology")),
        (ONTOLOGY, OWL + "imports", ox.NamedNode(core)),
        (core, RDF + "type", ox.NamedNode(OWL + "Ontology")),
        (TERMS + "State", RDF + "type", ox.NamedNode(OWL + "Class")),
        (TERMS + "State", RDFS + "isDefinedBy", ox.NamedNode(core)),
        (TERMS + "on", RDF + "type", ox.NamedNode(OWL + "DatatypeProperty")),
        (TERMS + "on", RDFS + "isDefinedBy", ox.NamedNode(core)),
        *more,
    ]
    return [ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o, graph) for s, p, o in said]


def test_an_ontology_without_alignments_has_none_to_show() -> None:
    source = source_of(ontology())
    _, content = page_of(source, ONTOLOGY + "/alignments")
    assert '<a href="/ontology.ttl">Turtle</a>' in content
    with pytest.raises(UnknownValue):
        describe(source, ONTOLOGY + "/alignments", "turtle")


def test_matches_without_a_module_of_their_own_stay_with_their_terms() -> None:
    match = (TERMS + "State", SKOS + "closeMatch", ox.NamedNode("http://a.example/State"))
    source = source_of(ontology(match))
    core = describe(source, ONTOLOGY + "/core", "turtle").body
    assert b"skos:closeMatch" in core


def test_values_tell_what_a_property_without_a_range_is_written_as() -> None:
    date = ox.Literal("2020-01-01", datatype=ox.NamedNode(XSD + "date"))
    source = source_of([*ontology(), reference("a", term("on"), date)])
    _, content = page_of(source, ONTOLOGY + "/core")
    assert "date" in Page(content).section("on")
    _, unused = page_of(source_of(ontology()), ONTOLOGY + "/core")
    assert "date" not in Page(unused).section("on")


def test_a_page_of_the_ontology_counts_nothing_that_was_not_counted() -> None:
    source = source_of([*ontology(), *article()])
    _, content = page_of(source, ONTOLOGY + "/core")
    assert "no statement outside the ontology uses it" not in content.lower()


# ---------------------------------------------------------------- lines


@given(
    st.dictionaries(
        st.text("ab-/=,0", min_size=1, max_size=6), st.integers(1, 3), min_size=1, max_size=8
    )
)
def test_lines_of_a_subject_are_those_and_no_others(subjects: dict[str, int]) -> None:
    graph = ox.NamedNode(REFERENCE_GRAPH)
    quads = [
        ox.Quad(ox.NamedNode(DATA + name), LABEL, ox.Literal(str(number)), graph)
        for name, times in subjects.items()
        for number in range(times)
    ]
    blank = ox.Quad(ox.BlankNode("b"), LABEL, ox.Literal("blank"), graph)
    lines = Lines(canonical([*quads, blank]))
    for name in subjects:
        found = lines.of(DATA + name)
        assert set(found) == {q for q in quads if q.subject == ox.NamedNode(DATA + name)}
        assert len(found) == subjects[name]
    assert lines.of(DATA + "zz") == []
    assert lines.of_blank_nodes() == [blank]
    assert Lines(b"").of(DATA + "a") == []


# ---------------------------------------------------------------- the graph of the repository


@pytest.fixture(scope="module")
def world(served_project: Path) -> World:
    snapshot = newest(Project.find(served_project))
    graph, data = open_snapshot(snapshot)
    return World(graph, data, DEFAULTS, snapshot.build)


@pytest.fixture(scope="module")
def quads(served_project: Path) -> list[ox.Quad]:
    return read_quads(Project.find(served_project))


def triples_of(turtle: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


def test_turtle_says_what_kg_show_says(world: World, quads: list[ox.Quad]) -> None:
    things = [
        q.subject
        for q in world.graph.quads_for_pattern(None, TYPE, None, ox.DefaultGraph())
        if isinstance(q.subject, ox.NamedNode)
        and q.subject.value.startswith(DATA)
        and "#" not in q.subject.value
    ]
    assert len(set(things)) > 100
    for thing in set(things):
        statements, more = of_thing(world.source, thing)
        assert not more
        assert "".join(write_union(statements)) == turtle_page(quads, thing)


def test_an_article_holds_all_that_its_passages_hold(world: World, quads: list[ox.Quad]) -> None:
    for article in {q.subject for q in quads if q.predicate == term("articleId")}:
        assert isinstance(article, ox.NamedNode)
        statements, more = of_article(world.source, article)
        assert not more
        held = {s.triple().quad().triple for s in statements}
        for q in quads:
            graph = q.graph_name
            if isinstance(graph, ox.NamedNode) and graph.value.startswith(f"{article.value}#"):
                assert q.triple in held


@pytest.mark.parametrize("format_", FORMATS)
def test_a_job_makes_every_kind_of_document(world: World, format_: str) -> None:
    iris = {
        DATA + "turkey": "doc/id/turkey",
        DATA + "tass/2020-11-12-turkish-peacekeepers/v1": (
            "doc/id/tass/2020-11-12-turkish-peacekeepers/v1"
        ),
        REFERENCE_GRAPH: "doc/id/graph/reference",
        ONTOLOGY: "ontology/index.html",
        ONTOLOGY + "/core": "ontology/core.html",
    }
    for iri, place in iris.items():
        page = ONTOLOGY + "/index" if iri == ONTOLOGY and format_ == "html" else iri
        reply = Document(page, format_).run(world)
        assert reply.stopped == ""
        assert len(reply.body) > 1_000
        assert Document(iri, PLACE).run(world).body.decode() == place
    assert Document(DATA, format_, class_="State").run(world).body


def test_a_version_is_a_document_of_what_it_is_the_version_of(world: World) -> None:
    for version, iri in (("/0.1.0", ""), ("/core/0.1.0", "/core")):
        found = triples_of(describe(world.source, ONTOLOGY + version, "turtle").body)
        whole = triples_of(describe(world.source, ONTOLOGY + iri, "turtle").body)
        assert {t for t in whole if t.subject == ox.NamedNode(ONTOLOGY + iri)} <= found


def test_a_thing_of_thousands_of_sentences_stops(world: World) -> None:
    small = Source(world.graph, world.source.lines, 8, "build")
    page = describe(small, DATA + "turkey", "html")
    turtle = describe(small, DATA + "turkey", "turtle")
    assert page.stopped == turtle.stopped == "row_limit"
    kept = {t for t in triples_of(turtle.body) if t.predicate == term("evidence")}
    assert len(kept) <= 4
    assert b"This page stops at the limit" in page.body


def test_an_unknown_class_and_an_unknown_page_name_the_nearest(world: World) -> None:
    with pytest.raises(UnknownValue) as raised:
        describe(world.source, DATA, "html", class_="Stat")
    assert raised.value.nearest[0] == "State"
    with pytest.raises(UnknownValue) as raised:
        describe(world.source, ONTOLOGY + "/cor", "html")
    assert raised.value.nearest[0] == ONTOLOGY + "/core"
