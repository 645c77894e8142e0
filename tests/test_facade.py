"""The graph from Python: rows of plain values, messages in Python's words, frames on demand."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

import kg
from kg.errors import (
    AnnotationError,
    LimitReached,
    ProjectError,
    QueryError,
    StoreError,
    UnknownParameter,
    UnknownQuery,
    UnknownValue,
    UsageError,
)
from kg.facade import KnowledgeGraph
from kg.namespaces import DATA, XSD
from kg.results.document import Term
from kg.rows import Iri

ASKED = "who-must-consent"


@pytest.fixture(scope="module")
def graph(served_project: Path) -> KnowledgeGraph:
    return kg.open(served_project)


def test_rows_are_mappings_of_plain_values(graph: KnowledgeGraph) -> None:
    rows = graph.query(ASKED, state="Turkey")
    assert rows
    assert (rows.answer, rows.stopped, rows.build) == (None, None, graph.build)
    row = rows[0]
    assert list(row)[:3] == ["plan", "party", "status"]
    assert len(row) == len(rows.columns)
    assert row["party"] == f"{DATA}armenia"
    assert isinstance(row["party"], Iri)
    assert row["party"].label == row.label("party") == "Armenia"
    assert row["said"] == date(2020, 11, 12)
    assert row.label("said") == "2020-11-12"
    assert row["hedge"] is None
    assert row.label("hedge") == ""
    assert row.terms["said"] == Term("literal", "2020-11-12", datatype=f"{XSD}date")
    assert "hedge" not in row.terms
    with pytest.raises(KeyError, match="nothing"):
        row["nothing"]
    assert rows[:2] == (rows[0], rows[1])
    assert repr(row).startswith("Row({'plan': ")
    assert repr(rows).startswith(f"<Rows: {len(rows)} of plan, party, status, ")


def test_a_row_has_its_sentences(graph: KnowledgeGraph) -> None:
    row = graph.query(ASKED, state="Turkey")[0]
    first, status = row.quotes
    assert first.text == row["quote"]
    assert first.speaker is not None
    assert first.speaker.label == "Dmitry Peskov"
    assert (status.about, status.text) == ("status", row["statusQuote"])
    assert first.said == row["said"] == date(2020, 11, 12)


def test_a_day_is_the_same_in_a_row_and_in_its_sentences(graph: KnowledgeGraph) -> None:
    rows = graph.sparql("""SELECT ?quote ?said ?xQuote { VALUES (?quote ?said ?xQuote) {
        ('a' '2020-11-12'^^xsd:date 'x') ('b' '2020-11'^^xsd:gYearMonth 'x') ('c' UNDEF UNDEF)
    } } ORDER BY ?quote""")
    assert [row["said"] for row in rows] == [date(2020, 11, 12), "2020-11", None]
    assert [row.quotes[0].said for row in rows] == [row["said"] for row in rows]
    assert [[quote.said for quote in row.quotes[1:]] for row in rows] == [[None], [None], []]


def test_values_may_be_values_of_python(graph: KnowledgeGraph) -> None:
    rows = graph.query("timeline", from_=date(2020, 11, 9), to="2020-11-09", on=None)
    assert {row["date"] for row in rows} == {date(2020, 11, 9)}
    party = graph.query(ASKED, state="Turkey")[0]["party"]
    assert graph.query("consent-status", party=party) == graph.query(
        "consent-status", party="Armenia"
    )


def test_messages_are_in_the_words_of_python(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownParameter) as missing:
        graph.query(ASKED)
    assert missing.value.fix == 'for example: query("who-must-consent", state="Turkey")'
    with pytest.raises(UnknownQuery, match="'who'") as unknown:
        graph.query("who")
    assert unknown.value.fix == "see queries() for what can be asked"
    assert ASKED in unknown.value.nearest
    with pytest.raises(UnknownValue) as day:
        graph.query("timeline", from_="soon")
    assert day.value.fix == 'write from_="2020-11-09"'


def test_the_questions_can_be_listed(graph: KnowledgeGraph) -> None:
    (asked,) = (query for query in graph.queries() if query.name == ASKED)
    assert asked.title == "Parties whose consent a deployment requires"
    assert asked.parameters["state"].required


def test_frames(graph: KnowledgeGraph) -> None:
    rows = graph.query(ASKED, state="Turkey")
    frame = rows.frame()
    assert list(frame.columns) == [column.name for column in rows.columns]
    assert frame["party"].tolist() == [row["party"] for row in rows]
    named = rows.frame("polars", labels=True)
    assert named["party"].to_list() == [row.label("party") for row in rows]
    assert named["said"].to_list() == [row["said"] for row in rows]
    assert named.columns == [column.name for column in rows.columns]
    with pytest.raises(UsageError, match="no frames of spreadsheet"):
        rows.frame("spreadsheet")  # type: ignore[call-overload] # what a user without types may do


def test_a_column_of_several_types_is_text(graph: KnowledgeGraph) -> None:
    rows = graph.sparql('SELECT ?x { VALUES ?x { 1 "a" true UNDEF } }')
    assert [row["x"] for row in rows] == [1, "a", True, None]
    assert rows.frame("polars")["x"].to_list() == ["1", "a", "True", None]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_missing_is_named(
    graph: KnowledgeGraph, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=f"{library} is not installed") as caught:
        graph.query(ASKED, state="Turkey").frame(library)  # type: ignore[call-overload] # either
    assert caught.value.fix == f"pip install 'accord-kg[{library}]'"


def test_sparql_of_a_users_own(graph: KnowledgeGraph) -> None:
    rows = graph.sparql("SELECT ?state { ?state a accord:State } ORDER BY ?state", row_limit=2)
    assert len(rows) == 2
    assert rows.stopped == "row_limit"
    assert repr(rows) == "<Rows: 2 of state, stopped at row_limit>"
    assert rows[0].label("state") == "Armenia"
    yes = graph.sparql("ASK { id:turkey a accord:State }")
    assert yes
    assert (len(yes), yes.answer, repr(yes)) == (0, True, "<Rows: True>")
    assert not graph.sparql("ASK { id:turkey a accord:Person }")
    (triple,) = graph.sparql("CONSTRUCT { id:turkey rdfs:label 'T' } {}")
    assert dict(triple)["object"] == "T"
    assert triple.label("subject") == "Turkey"


def test_a_term_that_is_mistyped_is_logged(
    graph: KnowledgeGraph, caplog: pytest.LogCaptureFixture
) -> None:
    assert len(graph.sparql("SELECT ?s { ?s accord:madeby ?o }")) == 0
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("kg.facade", "WARNING")
    assert record.getMessage().startswith("the ontology declares no accord:madeby")


def test_sparql_ends_at_its_limits(graph: KnowledgeGraph) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(LimitReached, match="longer than 200 ms"):
        graph.sparql(bomb, time_limit_ms=200)
    with pytest.raises(QueryError, match="update"):
        graph.sparql("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(UsageError, match="no setting 'time'") as unknown:
        graph.sparql("ASK {}", time=3)
    assert "time_limit_ms" in unknown.value.nearest


def test_it_is_one_build_and_can_be_closed(served_project: Path) -> None:
    with kg.open(str(served_project), build=False) as graph:
        assert graph.query(ASKED, state="Turkey").build == graph.build
        assert repr(graph) == f"<KnowledgeGraph: build {graph.build} of {served_project}>"
    with pytest.raises(UsageError, match="closed"):
        graph.query(ASKED, state="Turkey")
    with pytest.raises(UsageError, match="closed"):
        graph.sparql("ASK {}")


def test_nothing_is_built_unasked(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(StoreError, match="no graph has been built"):
        kg.open(tmp_path, build=False)
    assert not (tmp_path / ".accord").exists()


def test_a_build_that_fails_says_how_to_open_what_was_built_before(
    served_project: Path, tmp_path: Path
) -> None:
    root = copytree(served_project, tmp_path / "project")
    next((root / "articles").rglob("annotation.yaml")).write_text("{", encoding="utf-8")
    with pytest.raises(AnnotationError) as caught:
        kg.open(root)
    assert "until then kg.open(build=False) answers from the graph" in caught.value.fix
    with kg.open(root, build=False) as graph:
        assert graph.query(ASKED, state="Turkey")


def test_a_folder_without_articles_does_not_answer_from_those_of_accord(tmp_path: Path) -> None:
    for build in (True, False):
        with pytest.raises(ProjectError, match="there are no articles in"):
            kg.open(tmp_path, build=build)
    assert not (tmp_path / ".accord").exists()


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, kg; print([m for m in sys.modules if m.partition('.')[0] == 'pyoxigraph'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
