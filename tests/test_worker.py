"""Jobs, what limits them, and what comes back; the processes are in ``test_worker_processes``."""

import json
from dataclasses import replace
from io import BytesIO

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InternalFault, KgError, LimitReached, Position, QueryError, UnknownValue
from kg.limits import DEFAULTS, Limits
from kg.namespaces import LIMITS
from kg.results import FORMATS, View, render
from kg.store import open_snapshot
from kg.worker import Show, Sparql, Stored, frames
from kg.worker.jobs import job_head, read_job
from kg.worker.limited import limited, uncut
from kg.worker.reply import Reply, error_head, read_reply, reply_head
from kg.worker.world import World
from tests.worlds import COUNT, EXAMPLE, snapshot

ALL = "SELECT ?thing ?number { ?thing <https://example.org/number> ?number } ORDER BY ?number"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(*open_snapshot(snapshot(tmp_path_factory.mktemp("world"))), DEFAULTS)


def within(world: World, **limits: int) -> World:
    return replace(world, limits=replace(DEFAULTS, **limits))


# ------------------------------------------------------------ messages


def test_a_message_comes_out_as_it_went_in() -> None:
    stream = BytesIO(frames.encode({"a": "ä"}, b"\x00body") + frames.encode({}))
    assert frames.read(stream) == ({"a": "ä"}, b"\x00body")
    assert frames.read(stream) == ({}, b"")
    assert frames.read(stream) is None


@given(st.integers(min_value=0, max_value=30))
def test_a_message_that_is_cut_off_is_none(length: int) -> None:
    message = frames.encode({"key": "value"}, b"the body of it")
    assert frames.read(BytesIO(message[:length])) is None


@pytest.mark.parametrize(
    "job",
    [
        Sparql("ASK {}", "QUERY", "json", ("https://example.org/g",), (), width=100, bold=True),
        Stored("name", "text", "file", "csv", {"state": "Türkiye"}),
        Show("Türkiye"),
    ],
)
def test_a_job_can_be_sent(job: Sparql | Stored | Show) -> None:
    head, _ = frames.read(BytesIO(frames.encode(job_head(job)))) or ({}, b"")
    sent = read_job(head)
    assert type(sent) is type(job)
    assert json.dumps(job_head(sent)) == json.dumps(job_head(job))


def test_an_error_comes_back_as_it_was_raised() -> None:
    error = UnknownValue("no such", at=Position("f", 2, 3), why="w", fix="f", nearest=("a", "b"))
    with pytest.raises(UnknownValue) as caught:
        read_reply(error_head(error), b"")
    assert caught.value.lines() == error.lines()


def test_an_error_of_another_module_comes_back_as_a_fault() -> None:
    class Strange(KgError):
        pass

    with pytest.raises(InternalFault, match="odd"):
        read_reply(error_head(Strange("odd")), b"")


def test_a_reply_comes_back() -> None:
    reply = Reply(b"body", 3, "row_limit", ("a remark",))
    assert read_reply(reply_head(reply), reply.body) == reply


# ------------------------------------------------------------ limits of an answer


@pytest.mark.parametrize("rows", [1, 2, COUNT - 1, COUNT, COUNT + 1])
def test_rows_stop_at_the_limit_and_say_so(world: World, rows: int) -> None:
    reply = Sparql(ALL, "Q", "json").run(within(world, row_limit=rows))
    document = json.loads(reply.body)
    kept = min(rows, COUNT)
    values = [int(row["number"]["value"]) for row in document["results"]["bindings"]]
    assert values == list(range(kept))
    assert reply.rows == kept
    assert reply.stopped == ("row_limit" if rows < COUNT else "")
    marked = {"link": [LIMITS + "row_limit"]} if rows < COUNT else {}
    assert document["head"] == {**marked, "vars": ["thing", "number"]}


@pytest.mark.parametrize("format_", [name for name, forms in FORMATS.items() if "SELECT" in forms])
def test_an_answer_is_what_it_would_be_without_limits(world: World, format_: str) -> None:
    reply = Sparql(ALL, "Q", format_).run(world)
    whole = world.graph.query(ALL)
    assert reply.body == render(whole, format_, View(graph=world.graph))
    assert (reply.rows, reply.stopped) == (COUNT, "")


def test_every_term_survives_the_way_through_the_limit(world: World) -> None:
    text = r"""SELECT * { VALUES (?a ?b) {
      ("tab\tline\nquote\"back\\slash"@en 1.50) ("" 1e3) (UNDEF true) (<https://example.org/ü> "-01"^^<http://www.w3.org/2001/XMLSchema#date>)
    } }"""
    result = world.graph.query(text)
    assert isinstance(result, ox.QuerySolutions)
    rows = [tuple(row) for row in result]
    again = limited(world.graph.query(text), DEFAULTS).result()
    assert isinstance(again, ox.QuerySolutions)
    assert [tuple(row) for row in again] == rows


@pytest.mark.parametrize(("text", "rows"), [("SELECT * {}", 1), ("SELECT ?x {}", 1)])
def test_rows_without_values_are_rows(world: World, text: str, rows: int) -> None:
    assert Sparql(text, "Q", "json").run(world).rows == rows


def test_triples_stop_at_the_limit_and_say_so(world: World) -> None:
    text = f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{EXAMPLE}')) }}"
    reply = Sparql(text, "Q", "turtle").run(within(world, row_limit=5))
    assert (reply.rows, reply.stopped) == (5, "row_limit")
    assert reply.body.startswith(b"# stopped at the limit row_limit: there is more\n")
    assert len(list(ox.parse(reply.body, format=ox.RdfFormat.TURTLE))) == 5
    whole = Sparql(text, "Q", "turtle").run(world)
    assert (whole.rows, whole.stopped) == (COUNT, "")
    assert len(list(ox.parse(whole.body, format=ox.RdfFormat.TURTLE))) == COUNT


@pytest.mark.parametrize("form", ["SELECT ?s ?o", "CONSTRUCT { ?s ?p ?o }"])
def test_an_answer_that_is_too_large_has_fewer_rows(world: World, form: str) -> None:
    format_ = "json" if form.startswith("SELECT") else "turtle"
    things = "VALUES ?s { <a:a> <a:b> <a:c> } VALUES ?p { <a:p> }"
    text = f"{form} {{ {things} BIND('{'x' * 900}' AS ?o) }}"
    reply = Sparql(text, "Q", format_).run(within(world, answer_limit_kb=2))
    assert len(reply.body) <= 2048
    assert reply.stopped == "answer_limit_kb"
    assert 0 < reply.rows < 3


def test_rows_too_large_to_be_read_at_all_stop(world: World) -> None:
    text = f"SELECT ?a {{ VALUES ?n {{ 1 2 3 4 5 6 7 8 }} BIND('{'x' * 60_000}' AS ?a) }}"
    reply = Sparql(text, "Q", "csv").run(within(world, answer_limit_kb=1))
    assert (reply.rows, reply.stopped) == (0, "answer_limit_kb")
    assert reply.body == b"a\r\n"


def test_blank_nodes_are_called_the_same_by_every_worker() -> None:
    triples = b'_:x <a:p> _:y . _:y <a:p> "z\\t_:x\\n_:y" . _:y <a:q> _:x , <a:_:x> .'
    text = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?p DESC(isLiteral(?o)) DESC(isIRI(?o))"
    answers = set()
    for _ in range(3):
        graph = ox.Store()
        graph.load(triples, format=ox.RdfFormat.TURTLE)
        found = graph.query(text)
        assert isinstance(found, ox.QuerySolutions)
        answers.add(limited(found, DEFAULTS).tsv)
    assert answers == {b'?s\t?o\n_:b0\t"z\\t_:x\\n_:y"\n_:b1\t_:b0\n_:b0\t<a:_:x>\n_:b0\t_:b1\n'}


# ------------------------------------------------------------ jobs


def test_a_dataset_is_chosen_among_the_graphs_that_are_there(world: World) -> None:
    one, other = EXAMPLE + "graph1", EXAMPLE + "graph0"

    def count(text: str, default: tuple[str, ...] | None, named: tuple[str, ...] | None) -> int:
        job = Sparql(f"SELECT (COUNT(*) AS ?n) {text}", "Q", "csv", default, named)
        return int(job.run(world).body.split()[1])

    assert count("{ ?s ?p ?o }", None, None) == COUNT
    assert count("{ ?s ?p ?o }", (one,), None) == COUNT // 2
    assert count("{ ?s ?p ?o }", (one, other), None) == COUNT
    assert count("{ ?s ?p ?o }", (EXAMPLE + "elsewhere",), None) == 0
    assert count("{ ?s ?p ?o }", None, (one,)) == 0
    assert count("{ GRAPH ?g { ?s ?p ?o } }", None, None) == COUNT
    assert count("{ GRAPH ?g { ?s ?p ?o } }", (one,), None) == 0
    assert count("{ GRAPH ?g { ?s ?p ?o } }", (one,), (other,)) == COUNT // 2


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVICE <http://localhost/> {} }", "SELECT * FROM <a:b> {}", "LOAD <a:b>"]
)
def test_a_worker_looks_a_query_over_itself(world: World, text: str) -> None:
    with pytest.raises(QueryError):
        Sparql(text, "Q", "json").run(world)


def test_a_thing_that_is_not_there(world: World) -> None:
    with pytest.raises(UnknownValue, match="no Thing goes by"):
        Show("nothing").run(world)


def test_limits_are_for_whole_answers(world: World) -> None:
    assert Sparql("ASK {}", "Q", "json").run(within(world, row_limit=1)).stopped == ""
    assert Limits(row_limit=1).row_limit == 1


def test_an_answer_that_cannot_be_cut_is_whole_or_refused() -> None:
    limits = replace(DEFAULTS, answer_limit_kb=1)
    assert uncut(b"x" * 1024, limits, "row_limit") == Reply(b"x" * 1024, stopped="row_limit")
    with pytest.raises(LimitReached, match="more than 1 kB"):
        uncut(b"x" * 1025, limits)
