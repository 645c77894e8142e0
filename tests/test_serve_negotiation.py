"""A client gets the format that it wants most, labelled as it asked for it."""

import pytest
from starlette.requests import Request

from kg.serve.negotiation import GRAPHS, LONGEST, MEDIA, Chosen, accepted, negotiate, takes_gzip
from kg.serve.problems import Refused

ROWS = ("json", "xml", "csv", "tsv", "table")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        (None, "json"),
        ("", "json"),
        (" , ", "json"),
        ("*/*", "json"),
        ("*; q=.2", "json"),
        ("text/csv", "csv"),
        ("Text/CSV; Q=0.5, image/png", "csv"),
        ("text/csv;q=0.5, text/tab-separated-values", "tsv"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.4", "csv"),
        ("text/*", "xml"),
        ("application/sparql-results+xml, application/sparql-results+json", "json"),
        ("application/sparql-results+json;charset=utf-8", "json"),
        ("text/csv;q=0, text/*", "xml"),
        ("text/csv; header=present", "csv"),
        (BROWSER, "xml"),
    ],
)
def test_rows(accept: str | None, format_: str) -> None:
    assert negotiate(accept, ROWS).format == format_


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("*/*", "turtle"),
        ("application/rdf+xml", "rdfxml"),
        ("application/ld+json, text/turtle;q=0.9", "jsonld"),
        ("application/n-triples", "ntriples"),
        (BROWSER, "html"),
        ("text/html", "html"),
    ],
)
def test_graphs_or_a_page(accept: str, format_: str) -> None:
    assert negotiate(accept, (*GRAPHS, "html")).format == format_


def test_an_answer_is_labelled_as_it_was_asked_for() -> None:
    assert negotiate("application/json", ROWS) == Chosen("json", "application/json")
    assert negotiate("application/*", ROWS) == Chosen("json", MEDIA["json"][0])
    assert negotiate(None, ROWS) == Chosen("json", "application/sparql-results+json")


def test_what_there_is_not() -> None:
    with pytest.raises(Refused) as caught:
        negotiate("image/png", ("json", "csv"))
    assert caught.value.status == 406
    assert caught.value.fix == "accept one of: application/sparql-results+json, text/csv"


def test_a_malformed_header() -> None:
    with pytest.raises(Refused) as caught:
        negotiate("csv", ROWS)
    assert caught.value.status == 400
    assert caught.value.what == "the Accept header says 'csv', which is no media type"
    assert caught.value.nearest == ("text/csv",)
    assert caught.value.fix.startswith("accept one of: application/sparql-results+json, ")
    with pytest.raises(Refused) as odd:
        negotiate("text/a/b", ROWS)
    assert odd.value.nearest == ()


def test_a_header_that_takes_long_to_read() -> None:
    many = ",".join(["text/csv;q=0.1"] * 200)
    assert len(many) > LONGEST
    with pytest.raises(Refused) as caught:
        negotiate(many, ROWS)
    assert caught.value.status == 400
    assert negotiate(many[: many.rindex(",", 0, LONGEST)], ROWS).format == "csv"


def test_several_headers_are_one_list() -> None:
    def request(*values: str) -> Request:
        headers = [(b"accept", value.encode()) for value in values]
        return Request({"type": "http", "headers": headers})

    assert accepted(request()) is None
    assert accepted(request("text/csv", "text/html")) == "text/csv, text/html"


@pytest.mark.parametrize(
    ("codings", "taken"),
    [
        ("", False),
        ("gzip", True),
        ("deflate, GZip;q=0.5, br", True),
        ("x-gzip", True),
        ("identity, gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0.001", True),
        ("not-gzip", False),
    ],
)
def test_who_takes_gzip(codings: str, taken: bool) -> None:
    assert takes_gzip(codings) is taken
