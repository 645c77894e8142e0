"""From a question to an answer: the façade that every front end uses."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ProjectError, QueryError, UnknownParameter, UnknownQuery, UnknownValue
from kg.namespaces import DATA
from kg.project import Project
from kg.query import ask, load_query, query_names, run
from tests.query_sample import sample

CONSENTS = """#+ title: Consents
#+ question: To what does a state consent?
#+ params:
#+   state: {class: State, example: North Lake, required: true, description: who consents}
#+   on: {datatype: date, example: "2031-05-02"}
SELECT ?state ?other ?on {
  VALUES ?state { UNDEF } VALUES ?on { UNDEF } ?state accord:consentsTo ?other
}
ORDER BY ?other
"""
FOUND = "#+ title: F\n#+ question: Anything?\nASK { ?s ?p ?o }\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "consents.rq").write_text(CONSENTS, encoding="utf-8")
    (tmp_path / "anything.rq").write_text(FOUND, encoding="utf-8")
    return replace(Project.find(tmp_path), queries=tmp_path)


def test_an_answer(project: Project) -> None:
    answer = run(project, sample(), "consents", state="NL", on="2031-05-02")
    assert answer.variables == ("state", "other", "on")
    (row,) = answer.rows
    assert row[:2] == (ox.NamedNode(DATA + "north-lake"), ox.NamedNode(DATA + "south-lake"))
    assert answer.header.title == "Consents"


def test_unbound_columns_are_none(project: Project) -> None:
    assert run(project, sample(), "consents", state="NL").rows[0][2] is None


def test_no_rows(project: Project) -> None:
    assert run(project, sample(), "consents", state="south-lake").rows == ()


def test_a_missing_parameter_says_what_to_give(project: Project) -> None:
    with pytest.raises(UnknownParameter) as caught:
        run(project, sample(), "consents")
    assert caught.value.what == "consents needs --state"
    assert caught.value.why == "who consents; the graph knows North Lake, South Lake"
    assert caught.value.fix == "for example: kg query consents --state 'North Lake'"


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("State, example: Turkey", "for example: kg query consents --state 'North Lake'"),
        ("Empty, example: Turkey", "see `kg query consents --help`"),
    ],
)
def test_an_example_from_other_articles_is_not_given(
    project: Project, written: str, fix: str
) -> None:
    text = CONSENTS.replace("State, example: North Lake", written)
    (project.queries / "consents.rq").write_text(text, encoding="utf-8")
    with pytest.raises(UnknownParameter) as caught:
        run(project, sample(), "consents")
    assert caught.value.fix == fix


def test_a_missing_date(project: Project) -> None:
    text = CONSENTS.replace('example: "2031-05-02"', "example: 2031-05-02, required: true")
    (project.queries / "consents.rq").write_text(text, encoding="utf-8")
    with pytest.raises(UnknownParameter) as caught:
        run(project, sample(), "consents", state="NL")
    assert caught.value.why == "it takes a date"


def test_an_unknown_parameter(project: Project) -> None:
    with pytest.raises(UnknownParameter) as caught:
        run(project, sample(), "consents", stat="NL")
    assert caught.value.nearest == ("state",)
    assert caught.value.why == "it takes --state, --on"
    with pytest.raises(UnknownParameter) as caught:
        ask(sample(), load_query(project, "anything"), {"x": "y"})
    assert caught.value.why == "it takes none"


def test_an_unknown_value(project: Project) -> None:
    with pytest.raises(UnknownValue):
        run(project, sample(), "consents", state="Nowhere")


@pytest.mark.parametrize(
    ("datatype", "low", "high"),
    [("date", "2020-11-09", "2020-11-12"), ("integer", "9", "10"), ("integer", "-3", "-2")],
)
def test_what_comes_after_something_must_not_come_before_it(
    project: Project, datatype: str, low: str, high: str
) -> None:
    (project.queries / "span.rq").write_text(
        f"""#+ title: S
#+ question: Q
#+ params:
#+   from: {{datatype: {datatype}, example: "{low}"}}
#+   to: {{datatype: {datatype}, example: "{high}", notBefore: from}}
SELECT ?from ?to {{ VALUES ?from {{ UNDEF }} VALUES ?to {{ UNDEF }} }} ORDER BY ?from
""",
        encoding="utf-8",
    )
    stored = load_query(project, "span")
    for given in ({"from": low, "to": high}, {"to": low, "from": low}, {"from": high}, {"to": low}):
        assert ask(sample(), stored, given).given == given
    with pytest.raises(QueryError) as caught:
        ask(sample(), stored, {"from": high, "to": low})
    assert caught.value.what == f"--to {low} comes before --from {high}"
    assert caught.value.fix == "exchange the two"


def test_an_answer_has_rows(project: Project) -> None:
    with pytest.raises(QueryError, match="anything has no rows"):
        run(project, sample(), "anything")
    assert isinstance(ask(sample(), load_query(project, "anything"), {}).result(), ox.QueryBoolean)


def test_the_names(project: Project) -> None:
    assert query_names(project) == ["anything", "consents"]


@pytest.mark.parametrize("name", ["consent", "../consents", "consents.rq", ""])
def test_an_unknown_query(project: Project, name: str) -> None:
    with pytest.raises(UnknownQuery) as caught:
        load_query(project, name)
    assert name == "" or caught.value.nearest == ("consents",)


def test_a_file_that_is_no_text(project: Project) -> None:
    (project.queries / "bad.rq").write_bytes(b"#+ title: x\n\xff")
    with pytest.raises(QueryError, match="not UTF-8") as caught:
        load_query(project, "bad")
    assert caught.value.at
    assert caught.value.at.line == 2


def test_a_file_that_cannot_be_read(project: Project) -> None:
    (project.queries / "folder.rq").mkdir()
    with pytest.raises(ProjectError, match="cannot read"):
        load_query(project, "folder")
