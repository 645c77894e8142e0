"""A query's variable names say which columns are evidence."""

import pyoxigraph as ox

from kg.namespaces import DATA, TERMS
from kg.results.evidence import Column, Quotation, grouped, quotations, split
from kg.results.view import Term, View, one_line, place, spaced, visible
from tests.query_sample import PASSAGE, sample

PLACE = ox.NamedNode(PASSAGE[1:-1])


def test_quotations_take_their_companions() -> None:
    names = ["party", "said", "quote", "passage", "status", "statusQuote", "statusVoice", "voices"]
    shown, evidence = split(names)
    assert [names[place] for place in shown] == ["party", "status", "voices"]
    assert evidence == [
        Column("", 2, {"said": 1, "passage": 3}),
        Column("status", 5, {"voice": 6}),
    ]


def test_companions_without_a_quotation_are_columns() -> None:
    names = ["speaker", "passage", "statusVoice"]
    assert split(names) == ([0, 1, 2], [])


def test_what_only_looks_like_a_quotation() -> None:
    assert split(["misquote", "Quote", "quotes"]) == ([0, 1, 2], [])


def test_a_heading_keeps_a_column_in_the_table() -> None:
    shown, evidence = split(["speaker", "quote", "passage"], {"speaker"})
    assert shown == [0]
    assert evidence == [Column("", 1, {"passage": 2})]


def test_a_quotation_is_attributed() -> None:
    names = ["quote", "passage", "speaker", "said", "voice"]
    _, evidence = split(names)
    row: list[Term | None] = [
        ox.Literal("they agree"),
        PLACE,
        ox.NamedNode(DATA + "ana-øst"),
        ox.Literal("2031-05-02"),
        ox.NamedNode(TERMS + "direct"),
    ]
    source = "Ana Øst, 2031-05-02, gazette/2031-05-02-lake · characters 10–42 · direct speech"
    assert quotations(row, evidence, View(sample())) == (Quotation("", "they agree", source),)


def test_what_is_unknown_is_left_out() -> None:
    _, evidence = split(["quote", "passage", "speaker", "voice"])
    row = [ox.Literal("x"), None, None, None]
    assert quotations(row, evidence, View(sample())) == (Quotation("", "x", ""),)
    assert quotations([None, PLACE, None, None], evidence, View(sample())) == (None,)


def test_an_article_of_its_own_and_a_passage_elsewhere() -> None:
    _, evidence = split(["quote", "passage", "article"])
    elsewhere = ox.NamedNode("http://a.b/x")
    row: list[Term | None] = [ox.Literal("x"), elsewhere, ox.Literal("The Gazette")]
    (quotation,) = quotations(row, evidence, View(sample()))
    assert quotation
    assert quotation.source == "The Gazette · <http://a.b/x>"


A, B, C, D = (Quotation("", text, "") for text in ("first", "second", "third", "fourth"))


def test_every_combination_says_nothing_about_pairs() -> None:
    rows = [(("x",), pair) for pair in [(A, C), (A, D), (B, C), (B, D)]]
    assert list(grouped(rows)) == [(("x",), [A, B, C, D])]
    assert list(grouped([(("x",), (A, None)), (("x",), (A, C))])) == [(("x",), [A, C])]
    assert list(grouped([(("x",), ()), (("x",), ())])) == [(("x",), [])]


def test_pairs_stay_together() -> None:
    rows = [(("x",), (A, C)), (("x",), (B, D)), (("x",), (A, C)), (("y",), (A, C))]
    assert list(grouped(rows)) == [(("x",), [A, C]), (("x",), [B, D]), (("y",), [A, C])]


def test_names_of_terms() -> None:
    view = View(sample())
    assert view.name(None) == ""
    assert view.name(ox.NamedNode(DATA + "north-lake")) == "North Lake"
    assert view.name(ox.NamedNode(DATA + "nobody")) == "id:nobody"
    assert view.name(PLACE) == "gazette/2031-05-02-lake, characters 10–42"
    article = f"{DATA}gazette/2031-05-02-lake/v2"
    assert view.name(ox.NamedNode(article)) == "gazette/2031-05-02-lake"
    assert view.name(ox.NamedNode(f"{article}/x/v3")) == "id:gazette/2031-05-02-lake/v2/x/v3"
    assert view.name(ox.BlankNode("b")) == "_:b"
    assert view.name(ox.Literal(5)) == "5"
    assert view.name(ox.Literal("a\x1b[31mb\r\n\tc\u202e")) == "a\\u001b[31mb c\\u202e"


def test_places() -> None:
    assert place(None) is None
    assert place(ox.Literal("x")) is None
    assert place(ox.NamedNode("http://a.b/#char=1,2")) is None
    assert place(PLACE) == ("gazette/2031-05-02-lake", "characters 10–42")


def test_headings() -> None:
    view = View(sample(), headings={"x": "The X"})
    assert view.heading("x") == "The X"
    assert view.heading("otherSpeaker") == spaced("otherSpeaker") == "other speaker"


def test_white_space_is_shown_as_space_and_what_steers_is_written_out() -> None:
    assert visible("a\tb\r\nc\x1b\u202e") == "a b \nc\\u001b\\u202e"
    assert one_line(" a\tb\r\nc\x1b\u202e ") == "a b c\\u001b\\u202e"
