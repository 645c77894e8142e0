"""Everything known of a thing: sorted by what it stands on, nothing lost, nobody's claim a fact."""

import json
import re

import pyoxigraph as ox
import pytest

from kg.namespaces import DATA, INFERRED_GRAPH, ONTOLOGY, REFERENCE_GRAPH, TERMS
from kg.show import portray
from kg.show.page import json_page, markdown_page, text_page
from kg.show.portrait import Item, Portrait, Standing
from kg.show.sources import Sources
from kg.show.turtle import turtle_page
from tests.reading_sample import store_of

V1 = DATA + "tass/2020-11-12-turkish-peacekeepers/v1"
HEAD = {"label", "altLabel", "notation", "exactMatch", "source", "note", "type", "title"}
SGR = re.compile(r"\x1b\[\d+m")


@pytest.fixture(scope="module")
def tass(tass_quads: tuple[ox.Quad, ...]) -> ox.Store:
    return store_of(tass_quads)


@pytest.fixture(scope="module")
def invented(invented_quads: tuple[ox.Quad, ...]) -> ox.Store:
    return store_of(invented_quads)


def shown(graph: ox.Store, id_: str) -> Portrait:
    local = f"{V1}/{id_}" if "/" in id_ else DATA + id_
    return portray(graph, ox.NamedNode(local))


def things(graph: ox.Store) -> list[ox.NamedNode]:
    """Return everything that ``kg show`` can be asked of."""
    subjects = {quad.subject for quad in graph.quads_for_pattern(None, None, None)}
    named = [node for node in subjects if isinstance(node, ox.NamedNode)]
    return sorted(
        (n for n in named if n.value.startswith(DATA) and "#" not in n.value),
        key=lambda node: node.value,
    )


def items(portrait: Portrait, *standings: Standing) -> list[Item]:
    return [
        item
        for section in portrait.sections
        if section.standing in (standings or tuple(Standing))
        for group in section.groups
        for item in group.items
    ]


def words(portrait: Portrait, standing: Standing) -> dict[str, list[str]]:
    """Return what stands below each heading."""
    return {
        group.heading: [item.words for item in group.items]
        for section in portrait.sections
        if section.standing is standing
        for group in section.groups
    }


# ---------------------------------------------------------------- what is known of Turkey


def test_the_head(tass: ox.Store) -> None:
    turkey = shown(tass, "turkey")
    assert (turkey.name, turkey.id, turkey.types) == ("Turkey", "turkey", ("state",))
    assert "Ankara" in turkey.names
    assert turkey.codes == ("TR", "TUR")
    assert turkey.matches == ("wd:Q43",)
    assert "https://www.un.org/en/about-us/member-states" in turkey.sources


def test_asserted_comes_first_and_inferred_last(tass: ox.Store) -> None:
    standings = [section.standing for section in shown(tass, "turkey").sections]
    assert standings == [s for s in Standing if s in standings]
    assert standings[0] is Standing.FACT
    assert standings[-1] is Standing.INFERRED


def test_facts_go_both_ways(tass: ox.Store) -> None:
    facts = words(shown(tass, "turkey"), Standing.FACT)
    agreement = "Russian-Turkish agreement of 11 November 2020 on a monitoring centre"
    assert facts["party to"] == [agreement]


def test_what_a_thing_says_is_claimed(tass: ox.Store) -> None:
    says = words(shown(tass, "turkey"), Standing.SAYS)
    assert says == {
        "affirms": ["Turkish peacekeepers are part of the mission to Nagorno-Karabakh (states)"]
    }
    (item,) = items(shown(tass, "turkey"), Standing.SAYS)
    assert [evidence.word for evidence in item.evidence] == [("through Dmitry Peskov",)]


def test_plans_and_positions_are_reported_with_their_speaker(tass: ox.Store) -> None:
    turkey = shown(tass, "turkey")
    reported = words(turkey, Standing.REPORTED)
    plan = "Turkish peacekeepers in Nagorno-Karabakh (proposed)"
    assert reported["intended contributor: Turkey"] == [plan]
    assert reported["position holder: Turkey"] == ["Turkey holds a different viewpoint"]
    (position,) = [
        item for item in items(turkey) if item.words == "Turkey holds a different viewpoint"
    ]
    (evidence,) = position.evidence
    assert evidence.word == ("Dmitry Peskov affirms it on 12 November 2020",)
    assert evidence.passage.voice == TERMS + "direct"


def test_background_names_its_sources(tass: ox.Store) -> None:
    background = items(shown(tass, "turkey"), Standing.BACKGROUND)
    assert background
    assert all(item.sources and not item.evidence for item in background)


def test_inferred_says_more_than_what_is_asserted(tass: ox.Store) -> None:
    inferred = words(shown(tass, "turkey"), Standing.INFERRED)
    assert "party to" not in inferred
    assert "Recep Tayyip Erdogan" in inferred["represents: Turkey"]
    statement = words(shown(tass, "joint-statement-2020-11-09"), Standing.INFERRED)
    assert statement["has party"] == ["Armenia", "Azerbaijan", "Russia"]


# ---------------------------------------------------------------- other things


def test_what_is_denied_is_not_shown_as_a_fact(tass: ox.Store) -> None:
    consent = shown(tass, "consent/armenia")
    assert not items(consent, Standing.FACT)
    said = words(consent, Standing.SAID)
    assert said == {"denied by": ["Peskov: there were no such agreements"]}


def test_a_claim_shows_what_is_claimed_before_how(tass: ox.Store) -> None:
    claim = shown(tass, "claim/no-such-agreements")
    headings = list(words(claim, Standing.SPOKEN))
    assert headings[0] == "denies"
    assert set(headings[1:]) >= {"force", "made by", "made on"}


def test_a_speaker_with_hedges(tass: ox.Store) -> None:
    affirms = words(shown(tass, "dmitry-peskov"), Standing.SAYS)["affirms"]
    assert any("supposes, “we can suppose" in line for line in affirms)


def test_a_possible_speaker(tass: ox.Store) -> None:
    says = words(shown(tass, "vladimir-putin"), Standing.SAYS)
    assert "Azerbaijan and Armenia exchange prisoners (requires)" in says["possibly affirms"]
    first = next(i for i in items(shown(tass, "tass"), Standing.SAYS))
    assert first.evidence[0].word == ("possibly TASS or Vladimir Putin says it",)


def test_a_class_that_a_passage_states_is_a_fact(tass: ox.Store) -> None:
    facts = words(shown(tass, "nagorno-karabakh"), Standing.FACT)
    assert facts["is a"] == ["disputed region"]


def test_an_article_shows_its_metadata_once(tass: ox.Store) -> None:
    article = portray(tass, ox.NamedNode(V1))
    recorded = words(article, Standing.RECORDED)
    assert recorded["published"] == ["12 November 2020"]
    assert "publisher" not in recorded
    assert article.notes


def test_symmetric_statements_have_one_heading(tass: ox.Store) -> None:
    centre = shown(tass, "turkish-russian-peacekeeping-centre")
    everything = {heading for standing in Standing for heading in words(centre, standing)}
    assert not any(heading.startswith("possibly the same as:") for heading in everything)


def test_a_thing_in_no_statement() -> None:
    graph = ox.Store()
    thing = ox.NamedNode(DATA + "nobody")
    portrait = portray(graph, thing)
    assert portrait.sections == ()
    assert text_page(portrait, width=80, colour=False) == (
        "nobody\nid       nobody\n\nno statement has it in it\n"
    )


def test_a_claim_that_says_nothing_is_still_spoken() -> None:
    graph = ox.Store()
    passage, claim, speaker = (ox.NamedNode(DATA + n) for n in ("a/b/v1#char=0,1", "c", "s"))
    article = ox.NamedNode(DATA + "a/b/v1")
    for subject, predicate, value in (
        (passage, "inArticle", article),
        (passage, "startOffset", ox.Literal(0)),
        (passage, "endOffset", ox.Literal(1)),
        (passage, "exactText", ox.Literal("x")),
        (passage, "voice", ox.NamedNode(TERMS + "direct")),
    ):
        quad = ox.Quad(subject, ox.NamedNode(TERMS + predicate), value, article)
        graph.extend([quad, ox.Quad(quad.subject, quad.predicate, quad.object)])
    made = ox.Quad(claim, ox.NamedNode(TERMS + "madeBy"), speaker, passage)
    graph.extend([made, ox.Quad(made.subject, made.predicate, made.object)])
    assert words(portray(graph, speaker), Standing.SAYS) == {"speaks": ["c"]}


# ---------------------------------------------------------------- every thing of both articles


@pytest.mark.parametrize("name", ["tass", "invented"])
def test_facts_are_what_an_outlet_asserts(name: str, request: pytest.FixtureRequest) -> None:
    graph: ox.Store = request.getfixturevalue(name)
    sources = Sources(graph)
    checked = 0
    for thing in things(graph):
        for item in items(portray(graph, thing), Standing.FACT):
            quads = sources.quads(item.subject, item.property, item.object)
            assert any(map(sources.is_fact, quads))
            assert not sources.is_speech(item.subject)
            checked += 1
    assert checked > 50


@pytest.mark.parametrize("name", ["tass", "invented"])
def test_no_statement_is_lost(name: str, request: pytest.FixtureRequest) -> None:
    graph: ox.Store = request.getfixturevalue(name)
    sources = Sources(graph)
    background = {ox.NamedNode(iri) for iri in (INFERRED_GRAPH, ONTOLOGY, REFERENCE_GRAPH)}
    for thing in things(graph):
        portrait = portray(graph, thing)
        found = {(i.subject, i.property, i.object) for i in items(portrait)}
        said = {evidence.passage.iri for i in items(portrait) for evidence in i.evidence}
        for quad in (*sources.quads(thing, None, None), *sources.quads(None, None, thing)):
            if quad.graph_name in background or "#char=" not in quad.graph_name.value:  # type: ignore[union-attr]
                continue
            local = re.split(r"[#/]", quad.predicate.value)[-1]
            if local in HEAD:
                continue
            spoken = quad.object == thing and local in ("madeBy", "possiblyMadeBy")
            assert spoken or (quad.subject, quad.predicate, quad.object) in found
            assert quad.graph_name.value in said  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["tass", "invented"])
def test_pages_fit_and_cut_nothing(name: str, request: pytest.FixtureRequest) -> None:
    graph: ox.Store = request.getfixturevalue(name)
    for thing in things(graph):
        portrait = portray(graph, thing)
        page = text_page(portrait, width=80, colour=False)
        assert max(map(len, page.splitlines())) <= 80
        flat = " ".join(page.split())
        for item in items(portrait):
            for evidence in item.evidence:
                assert " ".join(evidence.passage.quote.split()) in flat
                assert all(evidence.word or [evidence.passage.voice])
        coloured = text_page(portrait, width=80, colour=True)
        assert SGR.sub("", coloured) == page


# ---------------------------------------------------------------- formats


def test_a_sentence_is_quoted_once_and_then_numbered(tass: ox.Store) -> None:
    for page in (
        text_page(shown(tass, "turkey"), width=10_000, colour=False),
        markdown_page(shown(tass, "turkey")),
    ):
        numbers = re.findall(r"\[(\d+)\\?\] “", page)
        assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
        assert re.search(r"\[2\\?\] Turkey affirms it, through Dmitry Peskov\n", page)


def test_inferred_is_marked_on_every_line(tass: ox.Store) -> None:
    portrait = shown(tass, "turkey")
    page = text_page(portrait, width=80, colour=False)
    assert page.count("(inferred)") == len(items(portrait, Standing.INFERRED))
    assert markdown_page(portrait).count("(inferred)") == page.count("(inferred)")


def test_background_of_others_names_its_source_on_the_page(tass: ox.Store) -> None:
    page = text_page(shown(tass, "turkey"), width=80, colour=False)
    assert "    Turkish Armed Forces\n      source https://www.tsk.tr/\n" in page
    assert "  - source: https://www.tsk.tr/\n" in markdown_page(shown(tass, "turkey"))


def test_json_has_iris_words_and_whole_quotes(tass: ox.Store) -> None:
    document = json.loads(json_page(shown(tass, "joint-statement-2020-11-09")))
    assert document["id"] == "joint-statement-2020-11-09"
    (signed,) = [s for s in document["statements"] if s["heading"] == "signed on"]
    assert signed["standing"] == "fact"
    assert signed["object"] == {
        "value": "2020-11-09",
        "datatype": "http://www.w3.org/2001/XMLSchema#date",
    }
    (evidence,) = signed["evidence"]
    assert evidence["quote"].startswith("On November 9, Russian President")
    assert evidence["passage"].startswith(f"{V1}#char=")
    assert evidence["published"] == "2020-11-12"
    parties = [s["object"] for s in document["statements"] if s["heading"] == "has party"]
    assert {"iri": DATA + "armenia"} in parties


def test_json_keeps_languages(tass: ox.Store) -> None:
    article = json.loads(json_page(portray(tass, ox.NamedNode(V1))))
    assert all("value" in s["object"] or "iri" in s["object"] for s in article["statements"])


def test_turtle_has_what_is_asserted_with_its_evidence(
    tass_quads: tuple[ox.Quad, ...], tass: ox.Store
) -> None:
    armenia = ox.NamedNode(f"{V1}/consent/armenia")
    page = turtle_page(tass_quads, armenia)
    triples = {quad.triple for quad in ox.parse(page, format=ox.RdfFormat.TURTLE)}
    sources = Sources(tass)
    stated = {
        quad.triple
        for quad in (*sources.quads(armenia, None, None), *sources.quads(None, None, armenia))
        if quad.graph_name != ox.NamedNode(INFERRED_GRAPH)
    }
    assert stated <= triples
    texts = [t.object.value for t in triples if t.predicate.value == TERMS + "evidenceText"]
    assert any("there were no such agreements" in text for text in texts)
    assert page == turtle_page(reversed(tass_quads), armenia)
