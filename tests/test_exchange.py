"""What other tools get of the stored queries stands by itself and gives the same rows."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from kg.cli.boundary import run
from kg.errors import ExportError, UsageError
from kg.exchange import ENDPOINT, MARK, exchanged
from kg.namespaces import PREFIXES, SH, XSD
from kg.project import Project
from kg.query import StoredQuery, ask, load_query, query_names, read_stored_query
from kg.store import open_graph
from tests.query_sample import sample
from tests.serving import ROOT

PROJECT: Final = Project.find(ROOT)
QUERIES: Final = tuple(load_query(PROJECT, name) for name in query_names(PROJECT))
SCHEMA: Final = "https://schema.org/"

every_query = pytest.mark.parametrize("stored", QUERIES, ids=lambda stored: stored.name)


@pytest.fixture(scope="module")
def graph(served_project: Path) -> ox.Store:
    return open_graph(Project.find(served_project))


@pytest.fixture(scope="module")
def files(graph: ox.Store) -> dict[str, dict[str, bytes]]:
    return exchanged(QUERIES, graph)


def rows(result: object) -> list[tuple[object, ...]]:
    assert isinstance(result, ox.QuerySolutions)
    return [tuple(row) for row in result]


def examples(stored: StoredQuery, *, needed: bool) -> dict[str, str]:
    return {
        each.name: each.example
        for each in stored.parameters.values()
        if each.required or not needed
    }


# ---------------------------------------------------------------- grlc


def decorators(text: str) -> dict[str, Any]:
    """Read the header of a query as the YAML that grlc takes it for: mappings, lists, strings."""
    found: dict[str, Any] = {}
    for line in (line[2:] for line in text.splitlines() if line.startswith("#+")):
        top = re.fullmatch(r" (\w+):(?: (.+))?", line)
        if top:
            key, value = top.groups()
            found[key] = [] if value is None else json.loads(value) if value[0] == '"' else value
            continue
        item = re.fullmatch(r'   - ("(?:[^"\\]|\\.)*")(?:: (.+))?', line)
        assert item, line
        name, value = item.groups()
        one = json.loads(name)
        found[key].append(one if value is None else {one: json.loads(value)})
    return found


def substituted(text: str, values: Mapping[str, str]) -> str:
    """Put values where grlc does: in place of variables that are called for what they hold."""

    def value(found: re.Match[str]) -> str:
        given = values.get(found["name"])
        if given is None:
            assert found["required"] == "__", f"{found['name']} is required"
            return found[0]
        if found["type"] == "iri":
            return f"<{given}>"
        datatype = found["type"].removeprefix("xsd_")
        return f'"{given}"' if datatype == "literal" else f'"{given}"^^xsd:{datatype}'

    pattern = r"\?(?P<required>__?)(?P<name>[a-zA-Z0-9]+)_(?P<type>iri|literal|integer|xsd_date)"
    return re.sub(pattern, value, text)


@every_query
@pytest.mark.parametrize("needed", [True, False], ids=["needed", "all"])
def test_grlc_gets_the_same_rows(
    stored: StoredQuery, needed: bool, graph: ox.Store, files: dict[str, dict[str, bytes]]
) -> None:
    text = files["grlc"][f"{stored.name}.rq"].decode()
    given = examples(stored, needed=needed)
    defaults = {k: v for each in decorators(text).get("defaults", []) for k, v in each.items()}
    query = substituted(text, {name: defaults[name] for name in given})
    assert rows(graph.query(query)) == rows(ask(graph, stored, given).result())


@every_query
def test_grlc_gets_a_query_that_other_engines_read(
    stored: StoredQuery, files: dict[str, dict[str, bytes]]
) -> None:
    text = files["grlc"][f"{stored.name}.rq"].decode()
    prepareQuery(text)
    header = decorators(text)
    assert header["summary"] == stored.title
    assert header["description"] == stored.question
    assert header["endpoint"] == ENDPOINT
    assert header.get("tags", []) == list(stored.keywords)
    named = set(re.findall(r"\?(__?)(\w+?)_(?:iri|literal|integer|xsd_date)\b", text))
    assert named == {
        ("_" if each.required else "__", each.name) for each in stored.parameters.values()
    }


KINDS = """#+ title: "All: kinds"
#+ question: Which "kinds" are there?
#+ params:
#+   on: {datatype: date, example: "2031-05-02"}
#+   n: {datatype: integer, example: "7"}
#+   text: {datatype: string, example: words, required: true}
SELECT ?on ?n ?text ?who WHERE {
  ?who a accord:State ; accord:iso3166Alpha2 "NL" .
  VALUES ?on { UNDEF } VALUES ?n { UNDEF } VALUES ?text { UNDEF } # ?who, \\ and \"""
} ORDER BY ?who
"""


def test_literals_have_their_datatypes_and_prefixes_are_declared() -> None:
    stored = read_stored_query(KINDS, "kinds", "kinds.rq")
    text = exchanged([stored], sample())["grlc"]["kinds.rq"].decode()
    header = decorators(text)
    assert header["summary"] == "All: kinds"
    assert header["defaults"] == [{"on": "2031-05-02"}, {"n": "7"}, {"text": "words"}]
    # grlc looks for this very line, and without it puts one before every SELECT.
    assert f"\nPREFIX xsd: <{XSD}>\n" in text
    assert f"\nPREFIX accord: <{PREFIXES['accord']}>\n" in text
    query = substituted(text, {"on": "2031-05-02", "text": "words"})
    (row,) = rows(sample().query(query))
    day = ox.Literal("2031-05-02", datatype=ox.NamedNode(XSD + "date"))
    assert row[:3] == (day, None, ox.Literal("words"))


def test_a_parameter_behind_the_pattern_is_refused() -> None:
    text = """#+ title: t
#+ question: q
#+ params:
#+   n: {datatype: integer, example: "7"}
SELECT ?n WHERE { ?s ?p ?n } ORDER BY ?n VALUES ?n { UNDEF }
"""
    stored = read_stored_query(text, "late", "late.rq")
    with pytest.raises(ExportError, match="stands behind the pattern") as caught:
        exchanged([stored], sample())
    assert str(caught.value.at) == "late.rq:5:42"


# ---------------------------------------------------------------- SIB


def examples_of(files: Mapping[str, bytes]) -> ox.Store:
    """Return the examples put together before they are read, as the SIB's tools do it."""
    whole = b"\n".join(files.values())
    store = ox.Store()
    store.load(whole, format=ox.RdfFormat.TURTLE)
    return store


def test_sib_examples_are_shacl_executables(files: dict[str, dict[str, bytes]]) -> None:
    store = examples_of(files["sparql-examples"])
    found = store.query(
        f"""PREFIX sh: <{SH}> PREFIX schema: <{SCHEMA}>
        SELECT ?example ?label ?comment ?target (GROUP_CONCAT(?word; separator="|") AS ?words) {{
          ?example a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; sh:select ?query ;
            rdfs:label ?label ; rdfs:comment ?comment ; schema:target ?target ;
            sh:prefixes/sh:declare [ sh:prefix "accord" ; sh:namespace ?namespace ] .
          OPTIONAL {{ ?example schema:keywords ?word }}
        }} GROUP BY ?example ?label ?comment ?target ORDER BY ?example""",
        prefixes={"rdfs": PREFIXES["rdfs"]},
    )
    assert isinstance(found, ox.QuerySolutions)
    told = [
        (
            row["example"].value.rpartition("/")[2],
            row["label"],
            row["comment"],
            row["target"].value,
            set(row["words"].value.split("|")),
        )
        for row in found
    ]
    assert told == [
        (
            stored.name,
            ox.Literal(stored.title, language="en"),
            ox.Literal(stored.question, language="en"),
            ENDPOINT,
            set(stored.keywords),
        )
        for stored in QUERIES
    ]


@every_query
def test_a_sib_example_gives_the_rows_of_its_example(
    stored: StoredQuery, graph: ox.Store, files: dict[str, dict[str, bytes]]
) -> None:
    store = ox.Store()
    data = files["sparql-examples"][f"{stored.name}.ttl"]
    store.load(data, format=ox.RdfFormat.TURTLE)
    (quad,) = store.quads_for_pattern(None, ox.NamedNode(SH + "select"), None)
    assert isinstance(quad.object, ox.Literal)
    prepareQuery(quad.object.value)
    expected = rows(ask(graph, stored, examples(stored, needed=True)).result())
    assert rows(graph.query(quad.object.value)) == expected


@pytest.mark.parametrize(
    ("text", "kind", "property_"),
    [
        ("ASK { ?s a accord:State }", "sh:SPARQLAskExecutable", "sh:ask"),
        (
            "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }",
            "sh:SPARQLConstructExecutable",
            "sh:construct",
        ),
        ("DESCRIBE id:north-lake", "spex:SPARQLDescribeExecutable", "spex:describe"),
    ],
)
def test_other_forms_have_their_own_terms(text: str, kind: str, property_: str) -> None:
    stored = read_stored_query(f"#+ title: t\n#+ question: q\n{text}\n", "other", "other.rq")
    files = exchanged([stored], sample())["sparql-examples"]
    assert len(examples_of(files)) > len(PREFIXES)
    written = files["other.ttl"].decode()
    assert f"a sh:SPARQLExecutable, {kind} ;" in written
    assert f'    {property_} """' in written
    assert "schema:keywords" not in written


def test_text_that_would_end_the_string_is_escaped() -> None:
    stored = read_stored_query(KINDS, "kinds", "kinds.rq")
    store = examples_of(exchanged([stored], sample())["sparql-examples"])
    (quad,) = store.quads_for_pattern(None, ox.NamedNode(SH + "select"), None)
    assert isinstance(quad.object, ox.Literal)
    assert '# ?who, \\ and """' in quad.object.value
    assert "VALUES ?on { UNDEF }" in quad.object.value
    assert 'VALUES ?text { "words" }' in quad.object.value


# ---------------------------------------------------------------- the endpoint, and the command


@pytest.mark.parametrize(
    "endpoint", ["sparql", "file:///etc", "http://a b", "http://[", "", "ftp:x"]
)
def test_an_endpoint_is_an_address_of_the_web(endpoint: str) -> None:
    with pytest.raises(UsageError, match="no address of an endpoint"):
        exchanged([], sample(), endpoint)


def test_the_command_writes_both_forms_and_clears_what_is_gone(
    served_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "shared"
    words = ["--project", str(served_project), "export", "queries", str(folder)]
    assert run([*words, "--endpoint", "http://localhost:8000/sparql"]) == 0
    assert f"wrote {len(QUERIES)} queries" in capsys.readouterr().err
    names = {f"{stored.name}.rq" for stored in QUERIES}
    assert {path.name for path in (folder / "grlc").iterdir()} == names
    text = (folder / "grlc" / "who-must-consent.rq").read_text("utf-8")
    assert '#+ endpoint: "http://localhost:8000/sparql"\n' in text
    (folder / "grlc" / "gone.rq").write_text(f"ASK {{}}\n{MARK}\n", "utf-8")
    (folder / "grlc" / "mine.rq").write_text("ASK {}\n", "utf-8")
    assert run(words) == 0
    assert {path.name for path in (folder / "grlc").iterdir()} == names | {"mine.rq"}
    assert len(list((folder / "sparql-examples").iterdir())) == len(names) + 1
