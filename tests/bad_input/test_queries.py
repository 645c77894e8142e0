"""Questions that cannot be answered: stored ones that are broken, and SPARQL of a user's own."""

import pytest

from tests.bad_input.desk import ASK, QUERY, STORED, Desk

DEEP = 10_000
SELECT = QUERY[QUERY.index("SELECT") :]
HEADER = QUERY.removesuffix(SELECT)

# ---------------------------------------------------------------- stored queries

BROKEN = {
    "empty": ("", "the query has no header", "1:1"),
    "no header": (SELECT, "the query has no header", "1:1"),
    "an unknown key": (QUERY.replace("title", "titel"), "a header has no key titel", "1:4"),
    "a key twice": (QUERY.replace("question:", "title:"), "title", "2:4"),
    "no question": (
        QUERY.replace("#+ question: Which patrols are there?\n", ""),
        "question",
        "1:4",
    ),
    "a broken value": (QUERY.replace("Patrols", "Pat: rols"), "':' cannot stand", "1:14"),
    "an open brace": (QUERY.replace("Mirror Lake}", "Mirror Lake"), "", "4:"),
    "a bad indentation": (QUERY.replace("#+   on:", "#+ on:"), "params has no value", "3:4"),
    "an unknown kind of parameter": (QUERY.replace("class:", "clas:"), "no key clas", "4:11"),
    "a parameter without a slot": (
        QUERY.replace("  VALUES ?on { UNDEF }\n", ""),
        "the query does not use its parameter on",
        "4:6",
    ),
    "a slot without a parameter": (
        QUERY.replace("#+ params:\n#+   on: {class: Region, example: Mirror Lake}\n", ""),
        "on",
        "4:",
    ),
    "no order": (QUERY.replace("ORDER BY ?patrol\n", ""), "the query has no ORDER BY", "5:1"),
    "an update": (HEADER + "DROP ALL\n", "DROP is an update, not a query", "5:1"),
    "another place": (
        QUERY.replace("WHERE {", "WHERE { SERVICE <https://example.org> { ?s ?p ?o }"),
        "SERVICE is not allowed",
        "5:24",
    ),
    "not SPARQL": (QUERY.replace("a accord", "a a accord"), "the query is not SPARQL 1.1", "7:"),
    "an unknown prefix": (
        QUERY.replace("a accord:", "a acord:"),
        "the query is not SPARQL 1.1",
        "7:25",
    ),
    "not UTF-8": (QUERY.encode().replace(b"Patrols", b"\xff"), "is not UTF-8 text", "1:1"),
}


@pytest.mark.parametrize(("content", "what", "place"), BROKEN.values(), ids=BROKEN)
def test_a_broken_stored_query(desk: Desk, content: str | bytes, what: str, place: str) -> None:
    desk.write(STORED, content)
    refusal = desk.refused(*ASK)
    assert what in refusal.what
    assert refusal.at.startswith(f"{STORED}:{place}")
    desk.check_the_old_graph_answers()


def test_a_broken_query_is_no_obstacle_for_others(desk: Desk) -> None:
    desk.write("queries/broken.rq", "SELECT")
    assert desk.kg(*ASK).code == 0
    refusal = desk.refused("queries")
    assert refusal.at == "queries/broken.rq:1:1"


def test_a_stored_query_that_is_a_folder(desk: Desk) -> None:
    desk.remove(STORED)
    (desk.root / STORED).mkdir()
    refusal = desk.refused(*ASK)
    assert refusal.what == f"cannot read {STORED}"
    assert refusal.why == "Is a directory"


def test_a_parameter_of_a_class_that_is_none(desk: Desk) -> None:
    desk.replace(STORED, "Region", "Regon")
    refusal = desk.refused(*ASK, "--on", "Mirror Lake")
    assert refusal.what == "the ontology has no class Regon"
    assert refusal.at == f"{STORED}:4:6"
    assert refusal.nearest.split(", ")[0] == "Region"


WORDS = {
    "query": (("query", "patrol"), "there is no stored query 'patrol'", "patrols"),
    "query elsewhere": (("query", "../queries/patrols"), "there is no stored query", "patrols"),
    "parameter": ((*ASK, "--onn", "x"), "no such option: --onn", "--on"),
    "value": ((*ASK, "--on", "Miror Lake"), "no Region goes by 'Miror Lake'", "Mirror Lake"),
    "hostile value": ((*ASK, "--on", '"} DROP ALL #\n'), "no Region goes by", ""),
    "empty value": ((*ASK, "--on", ""), "no Region goes by ''", ""),
    "no value": ((*ASK, "--on"), "option '--on' requires an argument", ""),
    "a value too much": ((*ASK, "Mirror Lake"), "got unexpected extra argument", ""),
    "format": (("query", "patrols", "--format", "cvs"), "there is no format 'cvs'", "csv"),
    "a format that does not fit": (
        ("query", "patrols", "--format", "turtle"),
        "turtle cannot hold the result of SELECT",
        "",
    ),
}


@pytest.mark.parametrize(("words", "what", "nearest"), WORDS.values(), ids=WORDS)
def test_a_name_that_is_unknown(
    desk: Desk, words: tuple[str, ...], what: str, nearest: str
) -> None:
    refusal = desk.refused(*words)
    assert what in refusal.what
    assert nearest in refusal.nearest.split(", ")


# ---------------------------------------------------------------- SPARQL of a user's own

NO_QUERY = "this is no SPARQL query"
FOREIGN = {
    "empty": ("", NO_QUERY, "1:1"),
    "a comment": ("# nothing", NO_QUERY, "1:1"),
    "prefixes only": ("PREFIX x: <https://x.example/>", NO_QUERY, "1:1"),
    "prose": ("Which parties must consent?", NO_QUERY, "1:1"),
    "half a query": ("SELECT", "the query is not SPARQL 1.1", "1:7"),
    "a syntax error": ("SELECT * {\n  ?s ?p }", "the query is not SPARQL 1.1", "2:"),
    "an unknown prefix": ("ASK { ?s ?p acord:x }", "the query is not SPARQL 1.1", "1:20"),
    "SERVICE": ("ASK { SERVICE SILENT <http://127.0.0.1/> {} }", "SERVICE is not allowed", "1:7"),
    "FROM": ("SELECT * FROM <file:///etc/passwd> {}", "FROM is not allowed", "1:10"),
    "FROM NAMED": ("ASK FROM NAMED <x:y> {}", "FROM is not allowed", "1:5"),
    "LOAD": ("LOAD <https://example.org/>", "LOAD is an update", "1:1"),
    "INSERT": ("INSERT DATA { <x:a> <x:b> <x:c> }", "INSERT is an update", "1:1"),
    "DELETE": ("PREFIX x: <x:>\nDELETE WHERE { ?s ?p ?o }", "DELETE is an update", "2:1"),
    "a query and an update": ("ASK {} ; DROP ALL", "the query is not SPARQL 1.1", "1:14"),
    "deep groups": ("ASK " + "{" * DEEP + "}" * DEEP, "nested more than 64 deep", "1:69"),
    "deep expressions": ("SELECT (" + "(" * DEEP, "nested more than 64 deep", "1:72"),
    "deep negation": ("ASK { FILTER(" + "!" * DEEP + "true) }", "a chain of more than 4096", "1:"),
    "deep paths": ("ASK { ?s " + "^" * DEEP + "a ?o }", "a chain of more than 4096", "1:"),
    "deep collections": ("ASK { ?s ?p " + "(" * DEEP, "nested more than 64 deep", "1:76"),
    "deep blank nodes": ("ASK { ?s ?p " + "[a " * DEEP, "nested more than 64 deep", "1:"),
    "long": ("ASK { " + "?s ?p ?o . " * 10_000 + "}", "the query is longer than 64 kB", "1:1"),
    "a NUL": ("ASK { \0 }", "the query is not SPARQL 1.1", "1:"),
}


@pytest.mark.parametrize(("query", "what", "place"), FOREIGN.values(), ids=FOREIGN)
def test_a_query_that_cannot_be_run(desk: Desk, query: str, what: str, place: str) -> None:
    refusal = desk.refused("sparql", query)
    assert what in refusal.what
    assert refusal.at.startswith(f"QUERY:{place}")
    desk.write("own.rq", query)
    refusal = desk.refused("sparql", "--file", "own.rq")
    assert what in refusal.what
    assert refusal.at.startswith(f"own.rq:{place}")
    desk.check_the_old_graph_answers()


def test_a_query_from_a_file_that_is_none(desk: Desk) -> None:
    missing = desk.refused("sparql", "--file", "own.rq")
    assert missing.what == "cannot read own.rq"
    assert missing.why == "No such file or directory"
    folder = desk.refused("sparql", "--file", "queries")
    assert folder.what == "cannot read queries"
    assert folder.why == "Is a directory"
    desk.write("own.rq", b"ASK {\n\xff }")
    binary = desk.refused("sparql", "--file", "own.rq")
    assert binary.what == "own.rq is not UTF-8 text"
    assert binary.at == "own.rq:2:1"


def test_a_query_from_an_empty_standard_input(desk: Desk) -> None:
    ended = desk.process("sparql", "-")
    assert ended.code == 2
    assert "at:  standard input:1:1" in ended.err


def test_a_word_of_the_command_line_that_is_not_text(desk: Desk) -> None:
    refusal = desk.refused("sparql", 'ASK { ?s ?p "\udcff" }')
    assert refusal.what == "the query is not UTF-8 text"
    assert refusal.at == "QUERY:1:14"
    assert "is not UTF-8 text" in desk.refused(*ASK, "--on", "\udcff").what
