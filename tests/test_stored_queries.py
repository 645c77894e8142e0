"""What the stored queries answer: every row on both articles, its evidence, and its parameters."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations, pairwise

import pyoxigraph as ox
import pytest

from kg.errors import UnknownParameter
from kg.namespaces import DATA, ONTOLOGY, REFERENCE_GRAPH, TERMS, XSD
from kg.query import ask, execute, resolve
from kg.query.slots import bind
from kg.results.evidence import split
from tests.stored_answers import (
    ARTICLES,
    INVENTED,
    NAMES,
    REQUIRED,
    TABLES,
    TASS,
    Row,
    Term,
    answer,
    columns,
    difference,
    store_of,
    stored,
)

BOTH = pytest.mark.parametrize("article", ARTICLES)
EACH = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="session")
def stores(
    tass_quads: tuple[ox.Quad, ...], invented_quads: tuple[ox.Quad, ...]
) -> dict[str, ox.Store]:
    return {TASS: store_of(tass_quads), INVENTED: store_of(invented_quads)}


def accord(name: str) -> ox.NamedNode:
    return ox.NamedNode(TERMS + name)


def entity(name: str) -> ox.NamedNode:
    return ox.NamedNode(DATA + name)


def cited(row: Row) -> set[ox.NamedNode]:
    """Return the passages that ``row`` cites."""
    return {cell for cell in row if isinstance(cell, ox.NamedNode) and "#char=" in cell.value}


def value_of(store: ox.Store, subject: ox.NamedNode, property_: str) -> Term:
    (quad,) = store.quads_for_pattern(subject, accord(property_), None, ox.DefaultGraph())
    return quad.object


# -- rows ----------------------------------------------------------------------------------------


@EACH
def test_rows(name: str, stores: Mapping[str, ox.Store]) -> None:
    changed = difference(name, stores)
    assert not changed, f"{changed}\nreview, then: python -m tests.stored_answers --accept {name}"


def test_every_table_is_of_a_query() -> None:
    assert sorted(path.stem for path in TABLES.glob("*.csv")) == list(NAMES)


def test_there_are_enough_questions() -> None:
    assert len(NAMES) >= 24


@BOTH
@EACH
def test_there_is_an_answer(name: str, article: str, stores: Mapping[str, ox.Store]) -> None:
    assert answer(stores[article], stored(name), REQUIRED.get(name, {}).get(article))


@BOTH
@EACH
def test_no_row_twice(name: str, article: str, stores: Mapping[str, ox.Store]) -> None:
    rows = answer(stores[article], stored(name))
    assert not [row for row, times in Counter(rows).items() if times > 1]


def told(name: str, store: ox.Store) -> frozenset[frozenset[Term]]:
    """Return the rows of a query as sets of what the graph says, without the query's own words."""
    query = stored(name)
    words = {token.text[1:-1] for token in query.query.tokens if token.kind == "string"}
    given = REQUIRED.get(name, {}).get(TASS)
    rows = answer(store, query, given)
    own = {
        place
        for place, cells in enumerate(zip(*rows, strict=True))
        if all(isinstance(cell, ox.Literal) and cell.value in words for cell in cells)
    }
    return frozenset(
        frozenset(cell for place, cell in enumerate(row) if place not in own and cell is not None)
        for row in rows
    )


def test_answers_differ_pairwise(stores: Mapping[str, ox.Store]) -> None:
    answers = {name: told(name, stores[TASS]) for name in NAMES}
    same = [pair for pair in combinations(NAMES, 2) if answers[pair[0]] == answers[pair[1]]]
    assert not same


JOINS = {
    "agreements", "awaiting-consent", "centres", "contradictions", "repeated-statements",
    "settlements", "signatories", "supporters", "unanswered-questions", "who-must-consent",
}  # fmt: skip


def test_questions_that_join_passages(stores: Mapping[str, ox.Store]) -> None:
    joining = {
        name
        for name in NAMES
        for store in stores.values()
        if any(len(cited(row)) > 1 for row in answer(store, stored(name)))
    }
    assert joining == JOINS
    assert len(JOINS) >= 8


# -- evidence ------------------------------------------------------------------------------------


@EACH
def test_evidence_columns(name: str) -> None:
    names = columns(stored(name))
    _, evidence = split(names)
    assert "" in {column.stem for column in evidence}, "the row itself has no ?quote"
    for column in evidence:
        assert {"passage", "voice"} <= column.companions.keys()
    assert not [n for n in names if n.endswith("Passage") and f"{n[:-7]}Quote" not in names]


@BOTH
@EACH
def test_evidence_is_what_the_passage_says(
    name: str, article: str, stores: Mapping[str, ox.Store]
) -> None:
    store = stores[article]
    query = stored(name)
    _, evidence = split(columns(query))
    for row in answer(store, query):
        for column in evidence:
            role = {key: row[place] for key, place in column.companions.items()}
            passage = role["passage"]
            assert (row[column.quote] is None) == (passage is None)
            if not isinstance(passage, ox.NamedNode):
                continue
            assert row[column.quote] == value_of(store, passage, "exactText")
            if role["voice"] is not None:
                assert role["voice"] == value_of(store, passage, "voice")
            for key, property_ in (("speaker", "madeBy"), ("said", "madeOn")):
                if role.get(key) is not None:
                    assert any(store.quads_for_pattern(None, accord(property_), role[key], passage))


@BOTH
@EACH
def test_what_a_row_names_stands_in_what_it_cites(
    name: str, article: str, stores: Mapping[str, ox.Store]
) -> None:
    store = stores[article]
    for row in answer(store, stored(name)):
        passages = cited(row)
        graphs = [*passages, ox.NamedNode(REFERENCE_GRAPH), ox.NamedNode(ONTOLOGY)]
        for cell in row:
            if not isinstance(cell, ox.NamedNode) or cell in passages:
                continue
            found = any(
                any(store.quads_for_pattern(cell, None, None, graph))
                or any(store.quads_for_pattern(None, cell, None, graph))
                or any(store.quads_for_pattern(None, None, cell, graph))
                for graph in graphs
            )
            assert found, f"{cell} in {row}"


# -- headers -------------------------------------------------------------------------------------


@EACH
def test_header_reads_well(name: str) -> None:
    query = stored(name)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert query.title[0].isupper()
    assert not query.title.endswith((".", "?"))
    assert len(query.title) <= 72
    assert query.question[0].isupper()
    assert query.question.endswith("?")
    assert query.keywords
    assert len(set(query.keywords)) == len(query.keywords)
    assert all(re.fullmatch(r"[a-z-]+", keyword) for keyword in query.keywords)


def test_titles_and_questions_differ() -> None:
    queries = [stored(name) for name in NAMES]
    assert len({query.title for query in queries}) == len(NAMES)
    assert len({query.question for query in queries}) == len(NAMES)


PARAMETERS = [(name, parameter) for name in NAMES for parameter in stored(name).parameters]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_example_has_an_answer(name: str, parameter: str, stores: Mapping[str, ox.Store]) -> None:
    query = stored(name)
    given = {**REQUIRED.get(name, {}).get(TASS, {})}
    given[parameter] = query.parameters[parameter].example
    assert answer(stores[TASS], query, given)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_required_parameters_are_enforced(
    name: str, parameter: str, stores: Mapping[str, ox.Store]
) -> None:
    query = stored(name)
    if query.parameters[parameter].required:
        with pytest.raises(UnknownParameter, match=query.parameters[parameter].option):
            ask(stores[TASS], query, {})
    else:
        given = REQUIRED.get(name, {}).get(TASS, {})
        assert answer(stores[TASS], query, given)


# -- parameters filter ---------------------------------------------------------------------------

Kept = Callable[[ox.Store, Mapping[str, Term | None], ox.NamedNode | ox.Literal], bool]


def in_either(column: str, other: str) -> Kept:
    return lambda _store, row, value: value in (row[column], row[other])


def contributes(store: ox.Store, row: Mapping[str, Term | None], value: Term) -> bool:
    plan, passage = row["plan"], row["passage"]
    assert isinstance(plan, ox.NamedNode)
    assert isinstance(passage, ox.NamedNode)
    return ox.Quad(plan, accord("intendedContributor"), value, passage) in store


def day(cell: Term | None) -> str:
    assert isinstance(cell, ox.Literal)
    return cell.value


def held(_store: ox.Store, row: Mapping[str, Term | None], on: ox.NamedNode | ox.Literal) -> bool:
    if row["attested"] == on:
        return True
    if row["from"] is None and row["to"] is None:
        return False
    return (row["from"] is None or day(row["from"]) <= on.value) and (
        row["to"] is None or on.value <= day(row["to"])
    )


KEPT: dict[tuple[str, str], Kept] = {
    ("evidence", "thing"): in_either("subject", "value"),
    ("coverage", "article"): lambda _store, row, value: str(row["passage"]).startswith(
        f"<{value.value}#"
    ),
    ("offices-held", "on"): held,
    ("timeline", "from"): lambda _store, row, value: day(row["date"]) >= value.value,
    ("timeline", "to"): lambda _store, row, value: day(row["date"]) <= value.value,
    ("who-must-consent", "state"): contributes,
    **{
        (name, parameter): in_either("one", "other")
        for name, parameter in (
            ("contacts", "party"), ("differences", "party"),
            ("hostilities", "party"), ("talks", "participant"),
        )
    },
}  # fmt: skip
"""Which rows a value keeps, where that is not the rows with the value in the parameter's column."""

TURNED = {key for key in KEPT if key[1] in ("party", "participant")}
"""Parameters that turn pairs round, so that the value stands first."""

HISTORY = {("consent-status", "on")}
"""Parameters that do not filter: an earlier day shows what was superseded later."""


def kept(name: str, parameter: str) -> Kept:
    return KEPT.get((name, parameter), lambda _store, row, value: row[parameter] == value)


def values_of(
    name: str, parameter: str, store: ox.Store, rows: list[dict[str, Term | None]]
) -> set[ox.NamedNode | ox.Literal]:
    """Return values worth a try: what the rows name, what is asked for, and what nothing knows."""
    declared = stored(name).parameters[parameter]
    if declared.datatype:
        days = {"2020-11-09", "2020-11-10", "2020-11-12", "2024-05-10", "2024-05-15", "2199-01-01"}
        return {ox.Literal(text, datatype=ox.NamedNode(XSD + "date")) for text in days}
    named = {
        cell
        for row in rows
        for cell in row.values()
        if isinstance(cell, ox.NamedNode) and "#char=" not in cell.value
    }
    articles = {entity(f"{article}/v1") for article in ARTICLES}
    return {*named, *articles, entity("turkey"), entity("kevarre"), entity("nobody")}


@BOTH
@pytest.mark.parametrize(
    ("name", "parameter"), [pair for pair in PARAMETERS if pair not in HISTORY]
)
def test_a_value_keeps_the_rows_that_it_should(
    name: str, parameter: str, article: str, stores: Mapping[str, ox.Store]
) -> None:
    store = stores[article]
    query = stored(name)
    names = columns(query)
    rows = [dict(zip(names, row, strict=True)) for row in answer(store, query)]
    keeps = kept(name, parameter)
    tried = values_of(name, parameter, store, rows)
    counts = set()
    for value in tried:
        result = execute(store, bind(query.query, {parameter: value}))
        assert isinstance(result, ox.QuerySolutions)
        found = [dict(zip(names, tuple(row), strict=True)) for row in result]
        should = [row for row in rows if keeps(store, row, value)]
        if (name, parameter) in TURNED:
            assert all(row["one"] == value for row in found)
            assert Counter(map(unordered, found)) == Counter(map(unordered, should))
        else:
            assert found == should, value
        counts.add(len(found))
    assert len(counts) > 1, "no value makes a difference"


def unordered(row: Mapping[str, Term | None]) -> frozenset[tuple[str, Term | None]]:
    pair = {name: frozenset((row["one"], row["other"])) for name in ("one", "other")}
    return frozenset({**row, **pair}.items())  # type: ignore[arg-type] # a set stands for a term


# -- a consent over time -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "statuses"),
    [
        ("2024-05-13", set()),
        ("2024-05-14", {"reportedly not given"}),
        ("2024-05-15", {"reportedly not given"}),
        ("2024-05-16", {"reportedly given"}),
        ("2199-01-01", {"reportedly given"}),
    ],
)
def test_status_of_a_consent_as_of_a_day(
    on: str, statuses: set[str], stores: Mapping[str, ox.Store]
) -> None:
    query = stored("consent-status")
    rows = answer(stores[INVENTED], query, {"on": on, "party": "Ilmedane Front"})
    place = columns(query).index("status")
    assert {day(row[place]) for row in rows} == statuses


def test_every_speaker_has_a_last_word(stores: Mapping[str, ox.Store]) -> None:
    query = stored("consent-status")
    rows = answer(stores[INVENTED], query, {"on": "2024-05-16", "party": "Veshara"})
    names = columns(query)
    said = {(day(row[names.index("status")]), row[names.index("speaker")]) for row in rows}
    assert said == {
        ("reportedly given", entity("luc-amael-toun")),
        ("reportedly not given", entity("irene-vautel-osk")),
    }


@pytest.mark.parametrize(("on", "known"), [("2020-11-11", False), ("2020-11-12", True)])
def test_what_is_told_without_a_day_is_known_from_its_article(
    on: str, known: bool, tass_quads: tuple[ox.Quad, ...]
) -> None:
    store = store_of(quad for quad in tass_quads if quad.predicate != accord("madeOn"))
    assert bool(answer(store, stored("consent-status"), {"on": on})) is known


def test_another_article_may_speak_of_a_consent(tass_quads: tuple[ox.Quad, ...]) -> None:
    (consent, *_) = (quad.subject for quad in tass_quads if quad.predicate == accord("consenter"))
    passage, claim = ox.NamedNode("http://example.org/b#char=0,6"), entity("b/claim")
    more = [
        ox.Quad(claim, accord("denies"), consent, passage),
        ox.Quad(passage, accord("exactText"), ox.Literal("Never."), passage),
        ox.Quad(passage, accord("voice"), accord("direct"), passage),
        ox.Quad(passage, accord("startOffset"), ox.Literal(0), passage),
    ]
    query = stored("consent-status")
    before = answer(store_of(tass_quads), query, {})
    after = answer(store_of([*tass_quads, *more]), query, {})
    (row,) = [row for row in after if row not in before]
    assert row[columns(query).index("status")] == ox.Literal("reportedly not given")
    assert cited(row) == {passage}


def test_examples_mean_one_thing(stores: Mapping[str, ox.Store]) -> None:
    for name, parameter in PARAMETERS:
        declared = stored(name).parameters[parameter]
        assert resolve(stores[TASS], declared, declared.example)


def test_statements_stand_in_the_order_of_the_text(stores: Mapping[str, ox.Store]) -> None:
    query = stored("statements")
    place = columns(query).index("passage")
    rows = answer(stores[TASS], query, {"speaker": "Dmitry Peskov"})
    starts = [int(re.findall(r"\d+", str(row[place]))[-2]) for row in rows]
    assert all(before <= after for before, after in pairwise(starts))
