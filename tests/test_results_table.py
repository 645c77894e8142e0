"""Tables are readable at 80 columns, and never cut a sentence."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.sparql import Result, execute, read_query
from kg.results import View
from kg.results.csv import render as csv
from kg.results.markdown import render as markdown
from kg.results.table import render
from kg.results.text import width
from kg.text.words import markdown as escaped
from tests.query_sample import sample

GRAPH = sample()
SENTENCE = "Participation of patrols on the lake is impossible without approval from both shores."


def result(text: str) -> Result:
    return execute(GRAPH, read_query(text, "q"))


def table(text: str, **view: object) -> str:
    return render(result(text), View(GRAPH, **view)).decode()  # type: ignore[arg-type]  # per test


def rows(variables: str, *values: str) -> str:
    names = " ".join(f"?{name}" for name in variables.split())
    lines = " ".join(f"({value})" for value in values)
    return f"SELECT {names} {{ VALUES ({names}) {{ {lines} }} }}"


def test_a_plain_table() -> None:
    text = "SELECT ?state ?code { ?state a accord:State OPTIONAL { ?state skos:notation ?code } }"
    assert table(text + " ORDER BY ?state") == (
        "state       code\n──────────  ────\nNorth Lake  NLK\nSouth Lake  –\n"
    )


def test_bold_headings_where_the_terminal_takes_them() -> None:
    assert table(rows("a", "1"), bold=True) == "\x1b[1ma\x1b[0m\n─\n1\n"


def test_no_rows() -> None:
    asked = "to: Parties whose consent a deployment requires, with --state 'The Northern Lakes'"
    assert table("SELECT ?a { FILTER(false) }", asked=asked) == (
        "no answer to: Parties whose consent a deployment requires, with --state 'The\n"
        "Northern Lakes'\n"
    )
    assert table("SELECT ?a { FILTER(false) }") == "no answer\n"


def test_rows_that_stop_at_a_limit_say_so() -> None:
    said = "stopped at the limit row_limit: there is more"
    assert table(rows("a", "1"), stopped="row_limit") == f"a\n─\n1\n\n{said}\n"
    view = View(GRAPH, stopped="row_limit")
    assert markdown(result(rows("a", "1")), view).decode() == (
        f"| a |\n| --- |\n| 1 |\n\n{escaped(said)}\n"
    )


def test_rows_that_stop_before_the_first_one_are_not_no_answer() -> None:
    none = "SELECT ?a { FILTER(false) }"
    said = "stopped at the limit answer_limit_kb: there is more"
    assert table(none, stopped="answer_limit_kb") == f"{said}\n"
    view = View(GRAPH, stopped="answer_limit_kb")
    assert markdown(result(none), view).decode() == f"{escaped(said)}\n"


@pytest.mark.parametrize(("text", "answer"), [("ASK {}", "yes\n"), ("ASK { 1 1 1 }", "")])
def test_yes(text: str, answer: str) -> None:
    if answer:
        assert table(text) == answer
        assert markdown(result(text), View(GRAPH)) == answer.encode()
    else:
        assert table("ASK { FILTER(false) }") == "no\n"
        assert markdown(result("ASK { FILTER(false) }"), View(GRAPH)) == b"no\n"


def test_evidence_stands_under_its_row() -> None:
    text = rows(
        "party quote said statusQuote statusSpeaker",
        f"'A' '{SENTENCE}' '2031-05-02' 'no, thanks' id:ana-øst",
        "'B' 'yes' UNDEF UNDEF UNDEF",
    )
    assert table(text) == (
        "party\n"
        "─────\n"
        "A\n"
        "  “Participation of patrols on the lake is impossible without approval from both\n"
        "    shores.”\n"
        "    — 2031-05-02\n"
        "  status: “no, thanks”\n"
        "    — Ana Øst\n"
        "\n"
        "B\n"
        "  “yes”\n"
    )


def test_rows_with_the_same_cells_share_their_evidence() -> None:
    text = rows("party quote statusQuote", "'A' 'one' 's'", "'A' 'two' 's'", "'B' 'one' 's'")
    assert table(text) == (
        "party\n─────\nA\n  “one”\n  “two”\n  status: “s”\n\nB\n  “one”\n  status: “s”\n"
    )


def test_sentences_that_answer_each_other_stay_together() -> None:
    text = rows("party quote otherQuote", "'A' 'yes' 'no'", "'A' 'never' 'always'")
    assert table(text) == (
        "party\n─────\nA\n  “yes”\n  other: “no”\n\n  “never”\n  other: “always”\n"
    )
    head = "| party | evidence |\n| --- | --- |\n"
    shown = markdown(result(text), View(GRAPH)).decode()
    assert shown.startswith(head + "| A | \\[1\\] \\[2\\] |\n| A | \\[3\\] \\[4\\] |\n")


def test_leading_cells_are_not_repeated() -> None:
    text = rows("a b c", "1 1 1", "1 1 2", "1 2 2", "2 2 2")
    assert table(text) == "a  b  c\n─  ─  ─\n1  1  1\n      2\n   2  2\n2  2  2\n"


def test_evidence_alone() -> None:
    assert table(rows("quote said", "'x' '2031'", "'x' '2031'", "'y' UNDEF")) == (
        "  “x”\n    — 2031\n  “y”\n"
    )


def test_a_heading_of_the_query() -> None:
    assert table(rows("n", "1"), headings={"n": "Number"}).startswith("Number\n──────\n")


def test_wide_columns_share_the_width() -> None:
    text = rows("a b c", f"'x' '{'word ' * 40}' '{'other ' * 40}'")
    output = table(text)
    assert all(width(line) <= 80 for line in output.splitlines())
    assert output.count("word") == 40
    assert output.count("other") == 40
    # The narrow column takes what it needs and no more.
    assert output.splitlines()[1].startswith("─  ──")


def test_more_columns_than_fit_become_records() -> None:
    names = " ".join(f"column{n}" for n in range(20))
    values = " ".join(f"'value {n}'" for n in range(19))
    output = table(rows(names, f"{values} UNDEF", f"{values} 'last'"))
    assert output.startswith("column0: value 0\ncolumn1: value 1\n")
    assert output.count("column18: value 18") == 2
    assert output.count("column19") == 1


def test_wide_and_combining_characters_are_aligned() -> None:
    output = table(rows("a b", "'日本' 'x'", "'e\u0301' 'y'"))
    assert output == "a     b\n────  ─\n日本  x\ne\u0301     y\n"


def test_a_steering_character_does_not_reach_the_terminal() -> None:
    output = table(rows("a quote", "'a\\u001B[2J' 'b\\u001B'"))
    assert "\x1b" not in output
    assert "\\u001b[2J" in output


def test_lines_and_tabs_of_an_article_are_spaces_in_a_report() -> None:
    text = rows("a quote", r"'x\ty' 'told reporters.\r\n\r\n“We have …”'")
    assert table(text) == "a\n───\nx y\n  “told reporters. “We have …””\n"
    assert markdown(result(text), View(GRAPH)).decode() == (
        "| a | evidence |\n| --- | --- |\n| x y | \\[1\\] |\n\n"
        "> \\[1\\] “told reporters. “We have …””\n"
    )
    assert csv(result(text), View(GRAPH)).decode().splitlines(keepends=True)[1:] == [
        'x\ty,"told reporters.\r\n', "\r\n", '“We have …”"\r\n',
    ]  # fmt: skip


WORDS = st.text(st.sampled_from("abc日é“ "), max_size=200)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5), st.integers(80, 130))
def test_no_sentence_is_cut_at_any_width(cells: list[tuple[str, str, str]], columns: int) -> None:
    values = [" ".join(str(ox.Literal(cell)) for cell in row) for row in cells]
    output = table(rows("a b quote", *values), width=columns)
    assert all(width(line) <= columns for line in output.splitlines())
    bare = "".join(output.split())
    for _, _, quote in cells:
        assert "“" + "".join(quote.split()) + "”" in bare


def test_markdown() -> None:
    text = rows(
        "party quote said statusQuote",
        "'A|B' 'one *two*' '2031-05-02' 'no'",
        "'A|B' 'three' UNDEF 'no'",
        "'C' UNDEF UNDEF UNDEF",
    )
    assert markdown(result(text), View(GRAPH)).decode() == (
        "| party | evidence |\n"
        "| --- | --- |\n"
        "| A\\|B | \\[1\\] \\[2\\] \\[3\\] |\n"
        "| C |  |\n"
        "\n"
        "> \\[1\\] “one \\*two\\*”  \n"
        "> — 2031-05-02\n"
        "\n"
        "> \\[2\\] “three”\n"
        "\n"
        "> \\[3\\] status: “no”\n"
    )


def test_markdown_without_evidence_or_rows() -> None:
    assert markdown(result(rows("a", "1", "2")), View(GRAPH)) == b"| a |\n| --- |\n| 1 |\n| 2 |\n"
    empty = result("SELECT ?a { FILTER(false) }")
    assert markdown(empty, View(GRAPH, asked="to: a_b")) == b"no answer to: a\\_b\n"
    only = markdown(result(rows("quote", "'x'", "'y'")), View(GRAPH)).decode()
    assert only == "> \\[1\\] “x”\n\n> \\[2\\] “y”\n"


def test_a_column_without_any_value_is_left_out() -> None:
    text = rows("a b c", "1 UNDEF 3", "2 UNDEF UNDEF")
    assert table(text) == "a  c\n─  ─\n1  3\n2  –\n"
    assert markdown(result(text), View(GRAPH)) == b"| a | c |\n| --- | --- |\n| 1 | 3 |\n| 2 |  |\n"


def test_nothing_is_no_repetition() -> None:
    text = rows("a b c", "1 2 3", "1 2 UNDEF", "1 4 UNDEF", "UNDEF 4 5", "UNDEF 4 UNDEF")
    assert table(text) == "a  b  c\n─  ─  ─\n1  2  3\n      –\n   4\n–  4  5\n      –\n"


def test_a_sentence_that_shows_two_things_in_a_row_stands_once() -> None:
    row = '"Ana" "we agree" "p" "we agree" "p"'
    text = rows("party quote passage statusQuote statusPassage", row)
    shown = table(text)
    assert shown.count("we agree") == 1
    assert "status" not in shown
