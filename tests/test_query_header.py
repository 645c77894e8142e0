"""Headers are read strictly, with the place of what is wrong, and fit the SPARQL below them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.yamltree import Mapping, Scalar, Sequence, read_yaml
from kg.errors import BadHeader, Position, QueryError
from kg.query.header import read_stored_query
from kg.query.headersyntax import Entries, Items, Line, Node, Text, parse
from kg.query.stored import Parameter, StoredQuery

QUERIES = Path(__file__).parent.parent / "queries"
BODY = "SELECT ?party ?quote WHERE { VALUES ?state { UNDEF } ?party ?p ?state } ORDER BY ?party\n"
GOOD = """#+ title: Parties
#+ question: Which parties?
#+ keywords: [consent, "a, b"]
#+ params:
#+   state: {class: State, example: Turkey, required: true, description: who would deploy}
#+ columns:
#+   party: "Who: exactly"
"""


def read(header: str = GOOD, body: str = BODY) -> StoredQuery:
    return read_stored_query(header + body, "parties", "queries/parties.rq")


def refusal(header: str = GOOD, body: str = BODY) -> BadHeader:
    with pytest.raises(BadHeader) as caught:
        read(header, body)
    assert caught.value.at
    assert caught.value.at.file == "queries/parties.rq"
    return caught.value


def test_a_header() -> None:
    stored = read()
    assert (stored.name, stored.title, stored.question) == ("parties", "Parties", "Which parties?")
    assert stored.keywords == ("consent", "a, b")
    assert stored.columns == {"party": "Who: exactly"}
    assert stored.parameters == {
        "state": Parameter("state", "State", "", "Turkey", True, "who would deploy")
    }
    assert stored.parameters["state"].at == Position("queries/parties.rq", 5, 6)
    assert stored.query.text == GOOD + BODY


def test_a_parameter_in_lines_of_its_own() -> None:
    header = """#+ title: T
#+
#+ question: Q
#+ params:
#+   asOf:
#+     datatype: date
#+     example: '2020-11-12'
"""
    stored = read(header, "SELECT ?x { VALUES ?asOf { UNDEF } } ORDER BY ?x")
    parameter = stored.parameters["asOf"]
    assert (parameter.option, parameter.kind, parameter.required) == ("--as-of", "date", False)
    assert parameter.example == "2020-11-12"


SPAN = """#+ title: T
#+ question: Q
#+ params:
#+   from: {datatype: date, example: "2020-11-09"}
#+   to: {datatype: date, example: "2020-11-12", notBefore: from}
"""
IN_SPAN = "SELECT ?x { VALUES ?from { UNDEF } VALUES ?to { UNDEF } } ORDER BY ?x"


def test_a_parameter_that_comes_after_another() -> None:
    assert read(SPAN, IN_SPAN).parameters["to"].not_before == "from"


@pytest.mark.parametrize(
    ("old", "new", "nearest"),
    [
        ("notBefore: from", "notBefore: form", ("from",)),
        ("notBefore: from", "notBefore: to", ()),
        ("from: {datatype: date", "from: {datatype: integer", ()),
        ("datatype: date", "datatype: string", ()),
    ],
)
def test_what_has_no_order_is_refused(old: str, new: str, nearest: tuple[str, ...]) -> None:
    error = refusal(SPAN.replace(old, new), IN_SPAN)
    assert error.what.startswith("to cannot come before or after ")
    assert error.why == "notBefore names another parameter, and both are a date or an integer"
    assert error.nearest == nearest
    assert error.at
    assert error.at.line == 5


REPLACED = [
    ("title: Parties\n#+ ", "", "the header has no title", (1, 4)),
    ("question: Which", "questoin: Which", "a header has no key questoin", (2, 4)),
    ("title: Parties", "title: [a]", "title is no text", (1, 11)),
    ("title: Parties", "title:", "title has no value", (1, 4)),
    ("title: Parties", "title: a: b", "':' cannot stand in plain text", (1, 12)),
    ("title: Parties", "title: a # b", "'#' cannot stand in plain text", (1, 12)),
    ("title: Parties", "title: &a b", "here should be a value", (1, 11)),
    ("title: Parties", "title: - b", "here should be a value", (1, 11)),
    ("title: Parties", 'title: "a', "this quoted text does not end", (1, 11)),
    ("title: Parties", 'title: "a\\x"', "this quoted text does not end", (1, 11)),
    ("title: Parties", 'title: "a" b', "nothing may follow the value", (1, 14)),
    ("title: Parties", "title Parties", "not a header line: title Parties", (1, 4)),
    ("title: Parties", "title: a\n#+ title: b", "title stands twice", (2, 4)),
    ("#+ title", "#+\ttitle", "a header line does not begin with `#+ `", (1, 1)),
    ("#+ title", "#+title", "a header line does not begin with `#+ `", (1, 1)),
    ('[consent, "a, b"]', "{consent: a] b", "here should be `,` or `}`", (3, 25)),
    ("keywords: [consent,", "keywords: consent #", "'#' cannot stand", (3, 21)),
    ('[consent, "a, b"]', "consent", "keywords is no list", (3, 14)),
    ('[consent, "a, b"]', "[consent", "here should be `,` or `]`", (3, 22)),
    ('[consent, "a, b"]', "[consent [a]]", "'[' cannot stand in plain text", (3, 22)),
    ("class: State, ", "", "state needs a class or a datatype", (5, 6)),
    ("class: State,", "class: State, datatype: date,", "state needs a class or a", (5, 6)),
    ("class: State", "class: state", "state is no name of a class", (5, 21)),
    ("class: State", "datatype: dat", "there is no datatype dat", (5, 24)),
    ("example: Turkey, ", "", "state has no example", (5, 6)),
    ("required: true", "required: yes", "required is true or false", (5, 55)),
    ("required: true", "requird: true", "a parameter has no key requird", (5, 45)),
    ("{class: State", "{class: State, class: State", "class stands twice", (5, 28)),
    ("{class: State", "{class State", "here should be `key: value`", (5, 14)),
    ("state: {", "format: {", "no parameter can be called format", (5, 6)),
    ("state: {", "State: {", "no parameter can be called State", (5, 6)),
    ("  party:", "  parti:", "the query has no column ?parti", (7, 6)),
]


@pytest.mark.parametrize(("old", "new", "what", "place"), REPLACED)
def test_what_is_wrong_is_said_with_its_place(
    old: str, new: str, what: str, place: tuple[int, int]
) -> None:
    assert old in GOOD
    error = refusal(GOOD.replace(old, new, 1))
    assert error.what.startswith(what)
    assert error.at
    assert (error.at.line, error.at.column) == place


def test_a_misspelt_key_names_the_nearest() -> None:
    assert refusal(GOOD.replace("question", "questoin")).nearest == ("question",)


@pytest.mark.parametrize("key", ["params", "columns"])
def test_params_and_columns_are_mappings(key: str) -> None:
    header = f"#+ title: T\n#+ question: Q\n#+ {key}: x\n"
    assert refusal(header).what == f"{key} is no mapping"


def test_a_parameter_says_what_its_values_are() -> None:
    header = "#+ title: T\n#+ question: Q\n#+ params:\n#+   state: State\n"
    assert refusal(header).what == "state does not say what its values are"


def test_indentation() -> None:
    header = "#+   title: T\n#+ question: Q\n"
    error = refusal(header)
    assert error.what == "a header line is indented unlike the lines around it"
    assert error.at == Position("queries/parties.rq", 2, 4)


def test_no_header() -> None:
    assert refusal("").what == "the query has no header"


@pytest.mark.parametrize("before", ["PREFIX a: <b:>\n", "# a comment\n"])
def test_the_header_comes_first(before: str) -> None:
    error = refusal(before + GOOD)
    assert error.what == "a header line stands below the header"


def test_header_and_query_declare_the_same_parameters() -> None:
    unused = refusal(body="SELECT ?party { ?party ?p ?state } ORDER BY ?party")
    assert unused.what == "the query does not use its parameter state"
    assert unused.at == Position("queries/parties.rq", 5, 6)
    undeclared = refusal(body=BODY.replace("{ VALUES", "{ VALUES ?stat { UNDEF } VALUES"))
    assert undeclared.what == "the header does not declare the parameter stat"
    assert undeclared.nearest == ("state",)
    assert undeclared.at
    assert undeclared.at.line == 8


def test_a_slot_in_a_comment_or_a_string_is_none() -> None:
    slot = "VALUES ?state { UNDEF }"
    body = f'SELECT ?party {{ ?party ?p "{slot}" }} # {slot}\nORDER BY ?party'
    assert refusal(body=body).what == "the query does not use its parameter state"


@pytest.mark.parametrize(
    "body",
    [
        BODY.replace("ORDER BY ?party", ""),
        BODY.replace("ORDER BY ?party", "# ORDER BY ?party"),
        BODY.replace("?p ?state", "?p ?state { SELECT ?q { } ORDER BY ?q }").replace(
            "} ORDER BY ?party", "}"
        ),
    ],
)
def test_rows_have_an_order(body: str) -> None:
    assert refusal(body=body).what == "the query has no ORDER BY"


def test_columns_are_named() -> None:
    error = refusal(body=BODY.replace("?party ?quote", "*"))
    assert error.what == "SELECT * does not say which columns there are"


def test_a_computed_column_can_have_a_heading() -> None:
    header = "#+ title: T\n#+ question: Q\n#+ columns: {n: Number}\n"
    body = "SELECT (COUNT(*) AS ?n) (SUM(?y) AS ?z) { ?x ?p ?y } ORDER BY ?n"
    assert read(header, body).columns == {"n": "Number"}
    with pytest.raises(BadHeader, match="no column"):
        read(header.replace("n: Number", "y: Number"), body)


def test_a_construct_needs_no_order() -> None:
    stored = read("#+ title: T\n#+ question: Q\n", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert stored.query.form == "CONSTRUCT"


def test_the_body_is_looked_over() -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        read(body=BODY.replace("?party ?p", "SERVICE <a:b> {} ?party ?p"))


# The header's syntax is a part of YAML: what it accepts, YAML reads in the same way.


def plain(node: Node | Scalar | Sequence | Mapping) -> object:
    match node:
        case Text() | Scalar():
            return node.text
        case Items() | Sequence():
            return [plain(item) for item in node.items]
        case Entries() | Mapping():
            return {key.text: plain(value) for key, value in node.entries}


def header_of(text: str) -> str:
    lines = [line[3:] for line in text.splitlines() if line.startswith("#+")]
    return "".join(f"{line}\n" for line in lines)


def parsed(text: str) -> Entries:
    lines = [
        Line(line, Position("h", number, 1))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]
    return parse(lines)


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.rq")), ids=lambda path: path.stem)
def test_the_headers_of_the_project_are_yaml(path: Path, tmp_path: Path) -> None:
    header = header_of(path.read_text(encoding="utf-8"))
    file = tmp_path / "header.yaml"
    file.write_text(header, encoding="utf-8")
    assert plain(parsed(header)) == plain(read_yaml(file, "header.yaml"))


VALUES = st.text(st.sampled_from("ab:#,[]{}'\"\\-&*!|>%@`? é1"), max_size=12)


@given(VALUES)
def test_what_a_header_accepts_yaml_reads_alike(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    header = f"key: {value}\nother: {{a: x, b: y}}\n"
    try:
        ours = parsed(header)
    except BadHeader:
        return
    file = tmp_path_factory.mktemp("header") / "h.yaml"
    file.write_text(header, encoding="utf-8")
    assert plain(ours) == plain(read_yaml(file, "h.yaml"))


@given(VALUES)
def test_what_a_flow_mapping_accepts_yaml_reads_alike(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    header = f"key: {{a: {value}, b: [{value}, c]}}\n"
    try:
        ours = parsed(header)
    except BadHeader:
        return
    file = tmp_path_factory.mktemp("header") / "h.yaml"
    file.write_text(header, encoding="utf-8")
    assert plain(ours) == plain(read_yaml(file, "h.yaml"))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_quoted_text_is_any_text(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    doubled = text.replace("'", "''")
    lines = [Line(f'a: "{escaped}"', Position("h", 1)), Line(f"b: '{doubled}'", Position("h", 2))]
    assert plain(parse(lines)) == {"a": text, "b": text}
