"""The page of a question tells its answer as a table in a terminal does: nothing twice."""

from typing import Any

from kg.documents.links import Links
from kg.pages.html import join
from kg.query import read_stored_query
from kg.serve.questionpage import answer_page, list_page
from tests.page_reader import Document

QUERY = """#+ title: T
#+ question: Q?
SELECT ?plan ?hedge { ?plan a ?hedge } ORDER BY ?plan ?hedge
"""
COLUMNS = [{"name": name, "heading": name} for name in ("plan", "hedge")]


def quote(text: str, about: str = "", **more: object) -> dict[str, object]:
    return {"about": about, "text": text, **more}


def row(plan: str, *quotes: dict[str, object]) -> dict[str, object]:
    return {"values": {"plan": {"type": "literal", "value": plan}}, "quotes": [*quotes]}


def shown(*rows: dict[str, object], **more: object) -> str:
    answer: dict[str, Any] = {"answer": None, "stopped": None, "columns": COLUMNS, "rows": [*rows]}
    stored = read_stored_query(QUERY, "q", "q.rq")
    return str(join(*answer_page(stored, {}, {**answer, **more}, Links("/here/"))))


def test_a_row_with_several_sentences_is_one_row_and_each_stands_there_once() -> None:
    page = shown(
        row("x", quote("one"), quote("not given", "status")),
        row("x", quote("two"), quote("not given", "status")),
        row("y", quote("one")),
    )
    assert page.count("<tr>") == 1 + 2
    assert page.count("“not given”") == 1
    assert page.index("“one”") < page.index("“two”") < page.index("status: “not given”")


def test_an_answer_that_stops_before_its_first_row_is_not_none() -> None:
    assert "The articles say nothing of it." in shown()
    page = shown(stopped="answer_limit_kb")
    assert "the answer stops at answer_limit_kb" in page
    assert "The articles say nothing of it." not in page


def test_sentences_that_answer_one_another_stay_together() -> None:
    page = shown(
        row("x", quote("question 1"), quote("answer 1", "reply")),
        row("x", quote("question 2"), quote("answer 2", "reply")),
    )
    assert page.count("<tr>") == 1 + 2
    assert page.index("answer 1") < page.index("question 2")


def test_text_is_shown_on_one_line_and_what_is_invisible_is_written_out() -> None:
    page = shown(row("x\ty", quote("one.\r\n\r\nTwo\u202e")))
    assert ">x y<" in page
    assert "“one. Two\\u202e”" in page


def test_what_is_empty_everywhere_is_no_column() -> None:
    page = shown(row("x"))
    assert "hedge" not in page
    assert "sentences" not in page


def test_a_sentence_that_is_not_there_is_not_quoted() -> None:
    page = shown(row("x", {"about": "reply", "said": "2020-11-12"}, quote("one")))
    assert "“”" not in page
    assert page.count("<blockquote>") == 1


def test_the_article_of_a_sentence_leads_to_the_sentence() -> None:
    article = {"type": "uri", "value": "https://w3id.org/accord-kg/id/a/v1", "label": "a"}
    passage = "https://w3id.org/accord-kg/id/a/v1#char=1,2"
    page = shown(row("x", quote("one", article=article, passage=passage)))
    assert ("a", "/here/id/a/v1#char=1,2") in Document(page).hrefs


def test_an_answer_without_any_value_is_no_empty_table() -> None:
    page = shown({"values": {}, "quotes": []})
    assert "no value" in page
    assert "<table" not in page


def test_the_list_names_the_parameters_of_each_question() -> None:
    header = """#+ params:
#+   state: {class: State, example: Turkey, description: whose, required: true}
#+   day: {datatype: date, example: "2020-11-12", description: when}
"""
    values = "VALUES ?state { UNDEF } VALUES ?day { UNDEF }"
    text = header + QUERY.replace("{", f"{{ {values}", 1)
    with_two = read_stored_query(text, "two", "two.rq")
    page = str(join(*list_page([with_two, read_stored_query(QUERY, "q", "q.rq")])))
    assert "Parameters: <code>state</code>, <code>day</code> (optional)" in page
    assert page.count("Parameters") == 1
