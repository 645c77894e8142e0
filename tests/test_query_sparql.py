"""What the engine must not see is refused, and what it refuses is said in Accord's words."""

import subprocess
import sys

import pyoxigraph as ox
import pytest

from kg.errors import Position, QueryError
from kg.query.sparql import MAX_BYTES, MAX_DEPTH, MAX_OPERATORS, execute, read_query
from tests.query_sample import sample


def rows(text: str) -> list[ox.QuerySolution]:
    result = execute(sample(), read_query(text, "q"))
    assert isinstance(result, ox.QuerySolutions)
    return list(result)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("ask {}", "ASK"),
        ("# a comment\nBASE <http://a/> PREFIX a: <b:> CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("PREFIX select: <b:> DESCRIBE select:x", "DESCRIBE"),
    ],
)
def test_forms(text: str, form: str) -> None:
    assert read_query(text, "q").form == form


@pytest.mark.parametrize(
    ("text", "what", "column"),
    [
        ("SELECT * { SERVICE <http://a.b/> { ?s ?p ?o } }", "SERVICE is not allowed", 12),
        ("SELECT * FROM <http://a.b/> {}", "FROM is not allowed", 10),
        ("INSERT DATA { <a:b> <a:b> 1 }", "INSERT is an update, not a query", 1),
        ("PREFIX a: <b:> LOAD <http://a.b/>", "LOAD is an update, not a query", 16),
        ("delete where {}", "DELETE is an update, not a query", 1),
        ("", "this is no SPARQL query", 1),
        ("PREFIX a:", "this is no SPARQL query", 1),
        ("  hello", "this is no SPARQL query", 3),
        ("what's this", "this is no SPARQL query", 1),
        ("ASK { ?s ?p 'open }", "a string is not closed", 13),
    ],
)
def test_refused(text: str, what: str, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(text, "q.rq")
    assert caught.value.what == what
    assert caught.value.at == Position("q.rq", 1, column)
    assert caught.value.fix


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE FROM" }',
        "SELECT * { ?from ?service <http://a.b/SERVICE> } # FROM",
        "PREFIX service: <a:> SELECT * { ?s service:FROM ?o }",
    ],
)
def test_words_that_are_data_pass(text: str) -> None:
    assert rows(text) == []


def test_too_long() -> None:
    assert read_query("ASK {}" + " " * (MAX_BYTES - 6), "q").form == "ASK"
    with pytest.raises(QueryError, match="longer than 64 kB"):
        read_query("ASK {}" + " " * (MAX_BYTES - 5), "q")
    with pytest.raises(QueryError, match="longer than 64 kB"):
        read_query("ASK {}#" + "é" * (MAX_BYTES // 2), "q")


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]"), ("<<", ">>")])
def test_too_deep(opening: str, closing: str) -> None:
    def nested(depth: int) -> str:
        return f"ASK {opening * depth}{closing * depth}"

    read_query(nested(MAX_DEPTH), "q")
    with pytest.raises(QueryError, match="nested more than 64 deep") as caught:
        read_query(nested(MAX_DEPTH + 1), "q")
    assert caught.value.at == Position("q", 1, 5 + MAX_DEPTH * len(opening))


@pytest.mark.parametrize(
    "part", ["{}", "?s ?p <<(<a:b> <a:c> <a:d>)>> .", "<<?s ?p <a:b>>> ?q 1 ."]
)
def test_brackets_side_by_side_are_not_deep(part: str) -> None:
    text = f"ASK {{ {part * (MAX_DEPTH + 1)} }}"
    ox.Store().query(text)
    read_query(text, "q")


CHAINS = {
    "not": lambda n: f"ASK {{ FILTER({'!' * n}true) }}",
    "sum": lambda n: f"SELECT ((1{'+1' * n}) AS ?x) {{}}",
    "minus": lambda n: f"ASK {{ {'MINUS {}' * (n // 3)} }}",
    "bind": lambda n: "ASK {" + "".join(f"BIND(1 AS ?x{i})" for i in range(n // 4)) + "}",
    "optional": lambda n: f"ASK {{ {'OPTIONAL { ?s ?p ?o }' * (n // 3)} }}",
    "alternative": lambda n: f"ASK {{ ?s <a:b>{'|<a:b>' * n} ?o }}",
}


@pytest.mark.parametrize("name", sorted(CHAINS))
def test_chains_are_refused_before_they_end_the_process(name: str) -> None:
    with pytest.raises(QueryError, match="a chain of more than"):
        read_query(CHAINS[name](MAX_OPERATORS + 1), "q")
    allowed = CHAINS[name](MAX_OPERATORS - 20)
    read_query(allowed, "q")
    # In a process of its own: if the limit is too high, the engine takes the process with it.
    script = "import sys, pyoxigraph as ox; ox.Store().query(sys.stdin.read())"
    done = subprocess.run([sys.executable, "-c", script], input=allowed, text=True, check=False)
    assert done.returncode == 0


def test_a_long_list_of_values_is_no_chain() -> None:
    text = f"SELECT ?x {{ VALUES ?x {{ {'1 ' * (MAX_OPERATORS + 1)} }} }}"
    assert len(rows(text)) == MAX_OPERATORS + 1


def failure(text: str) -> QueryError:
    query = read_query(text, "my.rq")
    with pytest.raises(QueryError) as caught:
        execute(sample(), query)
    return caught.value


def test_a_syntax_error_shows_its_place() -> None:
    error = failure("SELECT * {\n ?s ?p ?o\n ?x }")
    assert error.at == Position("my.rq", 3, 6)
    assert error.what == "the query is not SPARQL 1.1 here:\n     ?x }\n         ^"
    assert error.why == ""


def test_a_syntax_error_keeps_the_reason_of_the_engine() -> None:
    assert "unbound" in failure("SELECT ?a (COUNT(?b) AS ?c) { ?a ?b ?d }").why


def test_an_unknown_prefix_lists_the_known_ones() -> None:
    error = failure("SELECT * { ?s foaff:name ?o }")
    assert error.why == "Prefix not found"
    assert "accord" in error.fix


def test_a_syntax_error_in_a_long_line_shows_the_end_that_matters() -> None:
    error = failure("SELECT * { " + "?s ?p ?o . " * 30 + "?x }")
    _, shown, mark = error.what.split("\n")
    assert shown.endswith("?x }")
    assert len(shown) < 100
    assert error.at
    assert len(mark) <= len(shown) + 1


def test_the_projects_prefixes_need_no_declaration() -> None:
    result = execute(sample(), read_query("ASK { id:north-lake a accord:State }", "q"))
    assert isinstance(result, ox.QueryBoolean)
    assert bool(result)
