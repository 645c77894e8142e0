"""What strangers may send to an endpoint: bombs, nests, mutated queries, and names of a canary.

The tests send a few of them, ``benchmarks/endpoint.py`` all. Everything is the same each time, so
that what hurt once can be sent again.
"""

import random
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from kg.query.tokens import tokenize


def free_joins(number: int) -> str:
    """Return as many triple patterns, none of which has a variable in common with another."""
    return " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(number))


def _doubled(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("0123456789abcdef" AS ?x0) {steps} }}'


def _filtered(levels: int) -> str:
    """Return EXISTS in EXISTS, each of which looks at everything."""
    inner = "FILTER(?a0 = ?b0 && ?c0 = ?b1)"
    for n in range(levels):
        inner = f"?a{n} ?b{n} ?c{n} . FILTER EXISTS {{ ?x{n} ?y{n} ?z{n} . {inner} }}"
    return f"SELECT * {{ {inner} }}"


_ONES: Final = "+".join("1" for _ in range(7_000))
_PRODUCT: Final = " ".join(
    f"VALUES ?v{n} {{ {' '.join(str(i) for i in range(100))} }}" for n in range(6)
)

BOMBS: Final[Mapping[str, str]] = {
    "count of a product": f"SELECT (COUNT(*) AS ?n) {{ {free_joins(5)} }}",
    "groups of a product": (
        "SELECT ?a0 ?a1 ?a2 (COUNT(*) AS ?n) (GROUP_CONCAT(STR(?c3)) AS ?all) "
        f"{{ {free_joins(4)} }} GROUP BY ?a0 ?a1 ?a2 ORDER BY ?n"
    ),
    "a product in order": f"SELECT * {{ {free_joins(4)} }} ORDER BY ?c3 ?b2 ?a1",
    "a product without doubles": (
        f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {free_joins(4)} FILTER(?c0 != ?c1) }}"
    ),
    "5 kB of nested groups": f"SELECT * {'{' * 2_500} ?s ?p ?o {'}' * 2_500}",
    "14 kB of 1+1+…": f"SELECT ({_ONES} AS ?n) {{}}",
    "59 kB of UNION": "SELECT * { " + " UNION ".join(["{?s a ?o}"] * 3_600) + " }",
    "1.5 kB of ?s ?p ?o": "SELECT * { " + "?s ?p ?o. " * 150 + "}",
    "paths of (a|!a)*": "SELECT * { ?s (a|!a)* ?o . ?o (a|!a)* ?t . ?t (a|!a)+ ?u } ORDER BY ?s",
    "REGEX of nested repeats": (
        f"SELECT * {{ {free_joins(3)} "
        'FILTER REGEX(CONCAT(STR(?c0), STR(?c1)), "((((a{0,30}){0,30}){0,30}x)*)*$") }'
    ),
    "a pattern for each row": (
        f"SELECT * {{ {free_joins(3)} "
        'FILTER REGEX(STR(?c0), CONCAT("(", STR(?c1), "|.*)*(", STR(?c2), "){9}zz")) }'
    ),
    "a string that doubles": _doubled(60),
    "REPLACE that grows": (
        'SELECT (STRLEN(?z) AS ?n) { BIND("aaaaaaaaaaaaaaaa" AS ?w) '
        + " ".join(
            f'BIND(REPLACE({"?w" if n == 0 else f"?r{n}"}, "a", "aaaaaaaaaaaa") AS ?r{n + 1})'
            for n in range(12)
        )
        + " BIND(?r12 AS ?z) }"
    ),
    "VALUES times VALUES": f"SELECT (SUM(?v0 * ?v5) AS ?n) {{ {_PRODUCT} }}",
    "a huge CONSTRUCT": (
        "CONSTRUCT { ?a0 ?b1 ?c2 . ?a2 ?b0 ?c1 . [] ?b2 ?c0 } "
        f"WHERE {{ {free_joins(4)} }} ORDER BY ?c3"
    ),
    "DESCRIBE of a product": f"DESCRIBE ?a0 ?a1 {{ {free_joins(4)} }} ORDER BY ?b3",
    "EXISTS in EXISTS": _filtered(6),
    "MINUS of products": (
        f"SELECT * {{ {free_joins(2)} MINUS {{ ?a0 ?y ?c0 . ?d ?e ?f . ?g ?h ?i }} }} ORDER BY ?c1"
    ),
    "OPTIONAL without end": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c "
        + " ".join(f"OPTIONAL {{ ?d{n} ?e{n} ?f{n} }}" for n in range(6))
        + " }"
    ),
    "64 kB of quotation marks": "SELECT * { ?s ?p " + "'''\"\"\"\\" * 9_000,
}
"""Queries that ask for more than there is time or memory for, or that end the engine's process."""

NESTS: Final[Mapping[str, str]] = {
    f"{name} × {times}": text
    for times in (60, 1_000, 4_000)
    for name, text in {
        "{": "SELECT * " + "{" * times + "}" * times,
        "(": "SELECT (" + "(" * times + "1" + ")" * times + " AS ?x) {}",
        "[": "SELECT * { ?s ?p " + "[ ?p " * times + "1" + "]" * times + " }",
        "( of a list": "SELECT * { ?s ?p " + "(" * times + "1" + ")" * times + " }",
        "<<": "SELECT * { " + "<<" * times + " ?s ?p ?o " + ">>" * times + " ?p ?o }",
        "!": "SELECT (" + "!" * times + "true AS ?x) {}",
        "-": "SELECT (" + "- " * times + "1 AS ?x) {}",
        "/": "SELECT * { ?s a" + "/a" * times + " ?o }",
        "|": "SELECT * { ?s a" + "|a" * times + " ?o }",
        "^(": "SELECT * { ?s " + "^(" * times + "a" + ")" * times + " ?o }",
        "( )*": "SELECT * { ?s " + "(" * times + "a" + ")*" * times + " ?o }",
        "=": "SELECT (1" + "=1" * times + " AS ?x) {}",
        "&&": "SELECT (true" + "&&true" * times + " AS ?x) {}",
        "IF(": "SELECT (" + "IF(true," * times + "1" + ",0)" * times + " AS ?x) {}",
        "COALESCE(": "SELECT (" + "COALESCE(" * times + "1" + ")" * times + " AS ?x) {}",
        "MINUS": "SELECT * { ?s ?p ?o " + "MINUS {} " * times + "}",
        "OPTIONAL": "SELECT * { ?s ?p ?o " + "OPTIONAL {} " * times + "}",
        "OPTIONAL {": "SELECT * " + "{ OPTIONAL " * times + "{}" + "}" * times,
        "FILTER": "SELECT * { " + "FILTER(1) " * times + "}",
        "FILTER NOT EXISTS {": "ASK { " + "FILTER NOT EXISTS { " * times + "}" * times + "}",
        "GRAPH ?g {": "ASK { " + "GRAPH ?g { " * times + "}" * times + "}",
        "SELECT *": "SELECT * {" + "{ SELECT * {" * times + "}}" * times + "}",
        "BIND": "SELECT * { " + " ".join(f"BIND(1 AS ?x{n})" for n in range(times)) + " }",
        "IN": "SELECT (1 IN (" + ",".join("1" * times) + ") AS ?x) {}",
        ";": "SELECT * { ?s ?p ?o " + "; ?p ?o " * times + "}",
        "digits": "SELECT (" + "9" * times + " AS ?x) {}",
        "PREFIX": "PREFIX a: <urn:a:> " * times + "ASK {}",
        "\\": 'SELECT ("' + "\\" * times + '" AS ?x) {}',
    }.items()
}
"""What nests, or makes chains, each shallow, deep and deeper than any engine takes."""

_PIECES: Final = (
    "", " ", "{", "}", "(", ")", "[", "]", "<<", ">>", "<", ">", "'", '"', '"""', "\\", "\\u0000",
    "\0", "\x7f", "\ufffe", "\U0001f6a3", "é", "\r\n", "#", "?", "$", ".", ";", ",", "*", "+", "!",
    "^", "/", "|", "||", "&&", "=", "a", "_:b", ":", "<urn:x>", "1e999", "-9223372036854775809",
    "99999999999999999999999999999999999999999", "0.000000000000000000000000000000000000001",
    '"x"^^xsd:dateTime', '"9999999999-01-01"^^xsd:date', "NaN", "UNDEF", "OPTIONAL", "UNION",
    "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "SERVICE", "FROM", "FROM NAMED", "SELECT", "ASK",
    "DESCRIBE", "CONSTRUCT", "WHERE", "ORDER BY", "GROUP BY", "HAVING", "DISTINCT", "REDUCED",
    "LIMIT 9999999999999999999999", "OFFSET 18446744073709551615", "COUNT(*)", "GROUP_CONCAT",
    "RAND()", "NOW()", "IRI('x')", "STRDT('x', xsd:integer)", "REGEX", "EXISTS", "NOT EXISTS",
    "INSERT DATA", "LOAD", "BASE <x>", "PREFIX",
)  # fmt: skip


def mutations(texts: Sequence[str], number: int, seed: int = 4) -> Iterator[str]:
    """Yield queries that nobody would write; about half of them are SPARQL still.

    Args:
        texts: what they are made from.
        number: how many.
        seed: of what is done to them.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    read = [[token for token in tokenize(text) if token.kind != "comment"] for text in texts]
    kinds: dict[str, list[str]] = {}
    for token in (token for tokens in read for token in tokens):
        kinds.setdefault(token.kind, []).append(token.text)
    split = [[token.text for token in tokens] for tokens in read]
    for place in range(number):
        query = chance.randrange(len(split))
        tokens = list(split[query])
        times = chance.choice((1, 1, 2, 3, 8, 40))
        if place % 2:
            for one in chance.choices(range(len(tokens)), k=times):
                # Words and marks are the grammar; names and values make another question of it.
                kind = read[query][one].kind
                if kind not in ("word", "mark"):
                    tokens[one] = chance.choice(kinds[kind])
            yield " ".join(tokens)
        else:
            for _ in range(times):
                _mutate(tokens, chance, chance.choice(split))
            yield chance.choice((" ", " ", " ", "", "\n")).join(tokens)


def _mutate(tokens: list[str], chance: random.Random, other: Sequence[str]) -> None:
    """Change one place of a query."""
    place = chance.randrange(len(tokens) + 1)
    end = min(len(tokens), place + chance.choice((1, 1, 1, 5, 30)))
    way = chance.randrange(7)
    if way == 0:
        tokens[place:place] = [chance.choice(_PIECES)]
    elif way == 1:
        tokens[place:end] = [chance.choice(_PIECES)]
    elif way == 2:
        del tokens[place:end]
    elif way == 3:
        tokens[place:place] = tokens[place:end] * chance.choice((1, 2, 20))
    elif way == 4:
        begin = chance.randrange(len(other))
        tokens[place:end] = other[begin : begin + 10]
    elif way == 5 and tokens:
        one, two = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        tokens[one], tokens[two] = tokens[two], tokens[one]
    elif place < len(tokens):
        text = tokens[place]
        cut = chance.randrange(len(text) + 1)
        tokens[place] = text[:cut] + chance.choice(_PIECES) + text[cut + chance.randrange(2) :]


@dataclass
class Canary:
    """A listener that nobody has a reason to call.

    Attributes:
        url: by which it is called.
        calls: how often somebody connected.
    """

    url: str
    calls: int = 0


@contextmanager
def canary() -> Iterator[Canary]:
    """Listen on loopback and count."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        bird = Canary(f"http://127.0.0.1:{listener.getsockname()[1]}/canary")
        stopped = threading.Event()

        def listen() -> None:
            while True:
                with listener.accept()[0]:
                    if stopped.is_set():
                        return
                    # Before the caller hears that it is over, and looks.
                    bird.calls += 1

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield bird
        finally:
            stopped.set()
            socket.create_connection(listener.getsockname()).close()
            thread.join()


@dataclass(frozen=True)
class Asked:
    """A request.

    Attributes:
        method: of it.
        path: without a slash at its beginning.
        query: its parameters in the URL.
        body: of a POST.
        media: what the body is said to be.
        accept: media types that are wanted.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    body: str = ""
    media: str = ""
    accept: str = "*/*"


HEAVY: Final[Mapping[str, Asked]] = {
    "60 kB of Accept": Asked("GET", "api/queries/talks", accept=",".join(["a/b;q=0.1"] * 6_000)),
    "an unknown question of 30 kB": Asked("GET", "api/queries/" + "talks-" * 5_000),
    "an unknown parameter of 30 kB": Asked("GET", "api/queries/talks", [("party" * 6_000, "x")]),
    "4,000 unknown parameters": Asked(
        "GET", "api/queries/talks", [(f"p{n}", "") for n in range(4_000)]
    ),
    "an unknown value of 30 kB": Asked(
        "GET", "api/queries/who-must-consent", [("state", "Turkey " * 4_000)]
    ),
    "an unknown thing of 30 kB": Asked("GET", "id/" + "turkey-" * 4_000),
    "250 kB of parameters": Asked(
        "POST", "sparql", body="a=&" * 85_000, media="application/x-www-form-urlencoded"
    ),
    "250 kB of JSON brackets": Asked("POST", "mcp", body="[" * 250_000, media="application/json"),
    "64 kB of dots": Asked("POST", "sparql", body="a." * 32_000, media="application/sparql-query"),
    "64 kB of colons": Asked(
        "POST", "sparql", body=":-" * 32_000, media="application/sparql-query"
    ),
}
"""Requests that are no queries, but a lot to read for whoever does it carelessly."""


_QUERIES: Final = (
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } SERVICE SILENT ?x { ?s ?p ?o } }",
    "SELECT * { #\nse\\u0072vice <URL> { ?s ?p ?o } }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "BASE <URL> SELECT * { GRAPH <x> { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { GRAPH x:y { ?s ?p ?o } }",
    "DESCRIBE <URL>",
    "ASK { <URL> <URL#p> <URL#o> }",
    "CONSTRUCT { <URL> a <URL> } {}",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <urn:x>",
    "INSERT DATA { <URL> a <URL> }",
)


def lures(url: str) -> Iterator[Asked]:
    """Yield requests that would reach ``url`` if anything in a server fetched what it reads."""
    for template in _QUERIES:
        query = template.replace("URL", url)
        yield Asked("GET", "sparql", [("query", query)])
        for media in ("application/sparql-query", "application/sparql-update"):
            yield Asked("POST", "sparql", body=query, media=media)
    everything = "ASK { ?s ?p ?o }"
    for kind in ("default-graph", "named-graph", "using-graph", "using-named-graph"):
        given = (f"{kind}-uri", url)
        yield Asked("GET", "sparql", [("query", everything), given])
        yield Asked("POST", "sparql", [given], everything, "application/sparql-query")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]>'
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    bodies = {
        "application/rdf+xml": f'{doctype}<r:RDF xmlns:r="{rdf}">&e;</r:RDF>',
        "application/xml": f"{doctype}<x>&e;</x>",
        "application/ld+json": f'{{"@context": "{url}", "@id": "{url}"}}',
        "text/turtle": f"@prefix o: <http://www.w3.org/2002/07/owl#>. <> o:imports <{url}> .",
        "application/json": f'{{"jsonrpc": "2.0", "id": 1, "method": "x", "params": ["{url}"]}}',
    }
    for media, body in bodies.items():
        for path in ("sparql", "mcp", "api/queries/mentions"):
            yield Asked("POST", path, body=body, media=media)
    for path in ("id/x", "doc/x", "api/queries/mentions", "api/queries", "mcp", "", "healthz"):
        yield Asked("GET", path, [("thing", url), ("iri", url), ("url", url), ("graph", url)])
    yield Asked("GET", "api/queries/mentions", [("thing", url)])
    yield Asked("GET", f"id/{url}")
    yield Asked("GET", url)
