"""No way to write SERVICE reaches the engine, and what only looks like it does."""

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.query.sparql import read_query

# The engine opens no connection to this port, so that nothing is asked here.
BODY = "<http://127.0.0.1:1/>{ ?s ?p ?o }"
PREFIX = "PREFIX x: <http://127.0.0.1:1/> "

PLAIN = {
    "by the book": f"SELECT * {{ SERVICE {BODY} }}",
    "in small letters": f"SELECT * {{ service {BODY} }}",
    "no space before SILENT": f"SELECT * {{ SERVICESILENT{BODY} }}",
    "no space before a name": PREFIX + "SELECT * { SERVICEx:y{ ?s ?p ?o } }",
    "no space after true": f"SELECT * {{ ?a ?b trueSERVICE{BODY} }}",
    "none at all": PREFIX + "SELECT * { ?a ?b falseSERVICEx:y{ ?s ?p ?o } }",
    "no space after a number": f"SELECT * {{ ?a ?b 1.0e1SERVICE{BODY} }}",
    "behind a name of all Unicode": PREFIX
    + f"SELECT * {{ OPTIONAL {{ ?s ?p x:a\u00b7\\# }} SERVICE {BODY}\n }}",
    "behind an IRI with an escape": (
        f"SELECT * {{ OPTIONAL {{ <a:\\u0062#> ?p ?o }} SERVICE {BODY}\n }}"
    ),
    "behind a block": f"SELECT * {{ {{}}MINUS{{}}SERVICE{BODY} }}",
}
HIDDEN = {
    "in an IRI": f"SELECT * {{ BIND(2 AS ?a) FILTER(?a<3)SERVICE#>\n{BODY} }}",
    "in an IRI, behind a minus": f"SELECT * {{ BIND(2 AS ?a) FILTER(?a<-3)SERVICE#>\n{BODY} }}",
    "behind a string": f"SELECT * {{ BIND('a' AS ?a) FILTER(?a<'x>')SERVICE{BODY} }} #'",
    "behind a comment": f"{PREFIX}SELECT * {{ FILTER(1<x:c#>'''\n)SERVICE{BODY} }} #'''",
    "behind a triple term": f"SELECT * {{ FILTER((1)<<x:#>)SERVICE{BODY}\n }}",
}
VALUES = {
    "a value that is a triple": "<<(<a:a> <a:b> <a:c>)>>",
    "a test of a pattern": "NOT EXISTS { ?s ?p ?o }",
    "a name with a hyphen at its end": "x:a-",
    "a name of all Unicode": "x:a\u00b7",
    "a variable of all Unicode": "?a\u203f",
    "an IRI with an escape": "<a:\\u0062>",
}
HIDDEN |= {
    f"behind {name}": f"{PREFIX}SELECT * {{ FILTER({value}<#>'''\n1 || true)SERVICE{BODY} }} #'''"
    for name, value in VALUES.items()
}
REFUSED = [
    *((text, "SERVICE is not allowed") for text in PLAIN.values()),
    *((text, "this < could begin an IRI, or compare two values") for text in HIDDEN.values()),
]


@pytest.mark.parametrize(("text", "what"), REFUSED, ids=[*PLAIN, *HIDDEN])
def test_no_service_passes(text: str, what: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(text, "q")
    assert caught.value.what == what
    assert caught.value.fix


@pytest.mark.parametrize("text", [*PLAIN.values(), *HIDDEN.values()], ids=[*PLAIN, *HIDDEN])
def test_the_engine_takes_each_of_them_for_a_query(text: str) -> None:
    try:
        ox.Store().query(text, base_iri="http://a/")
    except OSError as error:
        # It read SERVICE, and would have gone there.
        assert "port 1" in str(error)  # noqa: PT017 - it need not come to that


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'press service' FILTER(?s < <a#b>) }",
        "SELECT * { ?s <a#b> 'press service' . ?s <a#(b)> ?o }",
        "SELECT * { VALUES (?a ?b) { (<x#a> <http://a/b#c>) } ?a ?b 'service' }",
        "SELECT * { VALUES (?a ?b) { (<x#a> <b#c>) } }",
        "SELECT * { FILTER(?a<3) ?s ?p ?a } # service",
        "SELECT * { ?s ((<a#b>)|<c#d>) 'service' }",
        "PREFIX service: <a:> SELECT * { ?s service:p ?o GRAPH service:g { ?s ?p ?o } }",
    ],
)
def test_what_only_looks_like_it_passes(text: str) -> None:
    ox.Store().query(text, base_iri="http://a/")
    assert read_query(text, "q").form == "SELECT"


def test_a_bracket_that_was_never_opened_is_the_engines_to_refuse() -> None:
    assert read_query("ASK } ) { 'service' }", "q").form == "ASK"
