"""On whose word a passage says what it says."""

import pyoxigraph as ox
import pytest

from kg.namespaces import DATA, RDF, RDFS, TERMS
from kg.show.sources import TYPE, Passage
from kg.show.testimony import Testimony as Witness  # pytest takes Test… for tests
from tests.reading_sample import store_of

V1 = DATA + "tass/2020-11-12-turkish-peacekeepers/v1"


@pytest.fixture(scope="module")
def tass(tass_quads: tuple[ox.Quad, ...]) -> Witness:
    return Witness(store_of(tass_quads))


@pytest.fixture(scope="module")
def invented(invented_quads: tuple[ox.Quad, ...]) -> Witness:
    return Witness(store_of(invented_quads))


def local(id_: str) -> ox.NamedNode:
    return ox.NamedNode(f"{V1}/{id_}")


def passage_with(testimony: Witness, words: str) -> Passage:
    (article,) = testimony.articles()
    found = [p for p in testimony.passages(article) if p.quote.startswith(words) and p.voice]
    return found[0]


def test_a_claim_in_words(tass: Witness) -> None:
    deck = passage_with(tass, "The involvement of Ankara")
    assert tass.speech(local("claim/consent-needed"), deck) == (
        "claim by Dmitry Peskov, 12 November 2020, stresses; affirms: a Turkish deployment "
        "requires the consent of Armenia and Azerbaijan"
    )


def test_only_what_the_passage_says_is_in_the_words(tass: Witness) -> None:
    lead = passage_with(tass, "Participation of Turkish peacekeepers")
    deck = passage_with(tass, "The involvement of Ankara")
    claim = local("claim/consent-needed")
    assert "claim by Dmitry Peskov to reporters, 12 November 2020" in tass.speech(claim, lead)
    assert "reporters" not in tass.speech(claim, deck)


def test_a_question_by_nobody_in_words(tass: Witness) -> None:
    asked = passage_with(tass, "When asked if Russia")
    assert tass.speech(local("question/russia-ready"), asked) == (
        "question to Dmitry Peskov, 12 November 2020; asks: Russia consents to a Turkish deployment"
    )
    assert tass.attributions(asked, local("consent/russia")) == (
        "somebody asks it on 12 November 2020",
    )
    assert tass.attributions(asked, local("plan/turkish-peacekeepers")) == ("in a question",)


def test_a_speaker_whom_the_text_leaves_open(tass: Witness) -> None:
    exchange = passage_with(tass, "Besides, Baku and Yerevan")
    words = tass.speech(local("claim/exchange"), exchange)
    assert words.startswith("claim possibly by TASS or Vladimir Putin, requires; affirms: ")
    assert "“Azerbaijan and Armenia exchange prisoners” and “" in words
    assert tass.attributions(exchange, local("commitment/exchange-prisoners")) == (
        "possibly TASS or Vladimir Putin affirms it",
    )


def test_a_relayed_claim(tass: Witness) -> None:
    ankara = passage_with(tass, "When commenting on Ankara’s")
    claim = local("claim/ankara-participation")
    assert "claim by Turkey, through Dmitry Peskov, states" in tass.speech(claim, ankara)
    assert tass.attributions(ankara, claim) == ("Turkey says it, through Dmitry Peskov",)
    assert tass.occasion(claim, ankara) == "through Dmitry Peskov"


def test_what_leads_from_a_claim_is_not_itself_claimed(tass: Witness) -> None:
    deck = passage_with(tass, "The involvement of Ankara")
    assert tass.attributions(deck, local("requirement/turkish-deployment")) == (
        "Dmitry Peskov affirms it on 12 November 2020",
    )
    assert tass.attributions(deck, local("consent/armenia")) == ("in a claim by Dmitry Peskov",)


def test_the_outlet_speaks_for_itself(tass: Witness) -> None:
    memorandum = passage_with(tass, "The memorandum was signed")
    assert tass.attributions(memorandum, local("talks/shoigu-akar")) == ("TASS",)


def test_what_no_claim_leads_to_is_in_all_claims_of_reported_speech(tass: Witness) -> None:
    deck = passage_with(tass, "The involvement of Ankara")
    assert tass.attributions(deck, ox.NamedNode(DATA + "nobody")) == (
        "in a claim by Dmitry Peskov",
    )


def test_facts_are_assertive_and_in_the_outlets_voice(
    tass: Witness, tass_quads: tuple[ox.Quad, ...]
) -> None:
    facts = [quad for quad in tass_quads if tass.is_fact(quad)]
    assert len({quad.predicate for quad in facts}) > 8
    for quad in facts:
        assert isinstance(quad.graph_name, ox.NamedNode)
        passage = tass.passage(quad.graph_name)
        assert passage
        assert passage.voice == TERMS + "outlet"
        assert not tass.is_speech(quad.subject)  # type: ignore[arg-type] # no blank nodes there


def test_every_value_of_a_passage_is_in_its_words(
    invented: Witness, invented_quads: tuple[ox.Quad, ...]
) -> None:
    (article,) = invented.articles()
    checked = 0
    for passage in invented.passages(article):
        graph = ox.NamedNode(passage.iri)
        for quad in (quad for quad in invented_quads if quad.graph_name == graph):
            assert isinstance(quad.subject, ox.NamedNode)
            if invented.is_speech(quad.subject):
                words = invented.speech(quad.subject, passage)
                relay = quad.predicate == ox.NamedNode(TERMS + "hasRelay")
                if quad.predicate == TYPE or relay:
                    continue
            else:
                words = invented.description(quad.subject, passage)
            name = invented.name(quad.object)
            assert name in words or quad.object.value == article.iri  # type: ignore[union-attr]
            checked += 1
    assert checked > 300


def test_what_is_said_comes_before_what_it_is_about(invented: Witness) -> None:
    (article,) = invented.articles()
    for passage in invented.passages(article):
        speech = [invented.is_speech(node) for node in invented.said_in(passage)]
        assert speech == sorted(speech, reverse=True)


def test_a_claim_that_another_one_is_about_is_still_a_claim(invented: Witness) -> None:
    (article,) = invented.articles()
    headline = invented.passages(article)[1]
    refuses = ox.NamedNode(f"{article.iri}/claim/front-refuses")
    assert len(invented.types(refuses)) == 2
    assert invented.speech(refuses, headline).startswith("claim by Zeynara O’Dhal, 14 May 2024")


# ---------------------------------------------------------------- names and classes


def graph(turtle: str) -> Witness:
    prefixes = (
        f"@prefix : <{TERMS}> . @prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> . "
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix g: <urn:g:> ."
    )
    quads = ox.parse(f"{prefixes} g:one {{ {turtle} }}", format=ox.RdfFormat.TRIG)
    return Witness(store_of(quads))


def test_names() -> None:
    names = graph('g:a rdfs:label "à"@fr , "b"@en , "c" . g:d rdfs:label "\\u001b[31m"')
    assert names.name(ox.NamedNode("urn:g:a")) == "b"
    assert names.name(ox.NamedNode("https://example.org/e")) == "e"
    assert names.name(ox.Literal("2020-11-12")) == "2020-11-12"
    assert names.name(ox.BlankNode("x")) == "_:x"
    assert names.name(ox.NamedNode(f"{V1}/claim/x")) == "claim/x"
    assert names.name(ox.NamedNode(V1)) == "v1"
    assert "\x1b" not in names.name(ox.NamedNode("urn:g:d"))
    assert "\x1b" not in names.name(ox.Literal("\x1b"))


def test_the_most_special_classes_count() -> None:
    types = graph(
        "g:B rdfs:subClassOf g:A . g:C rdfs:subClassOf g:B , [] . g:A rdfs:subClassOf g:A ."
        "g:x a g:A , g:C , owl:NamedIndividual . g:y a g:A"
    )
    x, y = ox.NamedNode("urn:g:x"), ox.NamedNode("urn:g:y")
    assert types.types(x) == [ox.NamedNode("urn:g:C")]
    assert types.superclasses("urn:g:C") == {"urn:g:A", "urn:g:B"}
    assert types.is_a(x, {"urn:g:A"})
    assert not types.is_a(y, {"urn:g:B"})
    assert not types.is_speech(x)


def test_a_passage_is_a_passage() -> None:
    nothing = graph("g:x :inArticle 'no article'")
    assert nothing.passage(ox.NamedNode("urn:g:x")) is None
    assert nothing.passage(ox.NamedNode("urn:g:y")) is None
    assert nothing.articles() == []


def test_an_article_without_metadata() -> None:
    bare = graph("g:a :articleId 'x/y'")
    (article,) = bare.articles()
    assert (article.id, article.title, article.source) == ("x/y", "x/y", "")
