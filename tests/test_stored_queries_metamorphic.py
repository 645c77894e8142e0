"""What must happen to the answers when the graph, or what a user types, is changed on purpose."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
import pytest

from kg.errors import UnknownValue
from kg.namespaces import DATA, INFERRED_GRAPH, RDFS, SKOS
from kg.query import ask, resolve
from kg.reason import infer
from tests.stored_answers import (
    ARTICLES,
    INVENTED,
    NAMES,
    REQUIRED,
    TASS,
    Row,
    answer,
    columns,
    shown,
    store_of,
    stored,
)
from tests.test_stored_queries import PARAMETERS, accord, cited, entity

BOTH = pytest.mark.parametrize("article", ARTICLES)
EACH = pytest.mark.parametrize("name", NAMES)

INFERRED = ox.NamedNode(INFERRED_GRAPH)
LABEL = ox.NamedNode(RDFS + "label")
NAMING = (LABEL, ox.NamedNode(SKOS + "altLabel"))


@pytest.fixture(scope="session")
def graphs(
    tass_quads: tuple[ox.Quad, ...], invented_quads: tuple[ox.Quad, ...]
) -> dict[str, tuple[ox.Quad, ...]]:
    return {TASS: tass_quads, INVENTED: invented_quads}


@pytest.fixture(scope="session")
def stores(graphs: Mapping[str, tuple[ox.Quad, ...]]) -> dict[str, ox.Store]:
    return {article: store_of(quads) for article, quads in graphs.items()}


def asserted(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    return [quad for quad in quads if quad.graph_name != INFERRED]


def reasoned(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the asserted among ``quads`` with what they entail."""
    basis = asserted(quads)
    return [*basis, *(ox.Quad(t.subject, t.predicate, t.object, INFERRED) for t in infer(basis))]


def lines(rows: Iterable[Row]) -> list[str]:
    """Return rows as text, for messages."""
    return [" | ".join(shown(cell) for cell in row) for row in rows]


# -- deleting a passage --------------------------------------------------------------------------


@dataclass(frozen=True)
class Deletion:
    """What a store loses and gains when one passage and what follows from it are gone."""

    passage: ox.NamedNode
    lost: frozenset[ox.Quad]
    gained: frozenset[ox.Quad]


def united(quads: set[ox.Quad]) -> set[ox.Quad]:
    """Return ``quads`` with their union in the default graph."""
    return quads | {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}


def deletions(quads: Iterable[ox.Quad]) -> list[Deletion]:
    basis = asserted(quads)
    before = united(set(quads))
    spans = {
        quad.subject
        for quad in basis
        if quad.predicate == accord("inArticle") and isinstance(quad.subject, ox.NamedNode)
    }
    found = []
    for span in sorted(spans, key=str):
        rest = [quad for quad in basis if span not in (quad.graph_name, quad.subject, quad.object)]
        after = united(set(reasoned(rest)))
        found.append(Deletion(span, frozenset(before - after), frozenset(after - before)))
    return found


@pytest.fixture(scope="session")
def without(graphs: Mapping[str, tuple[ox.Quad, ...]]) -> dict[str, list[Deletion]]:
    return {article: deletions(quads) for article, quads in graphs.items()}


@BOTH
@EACH
def test_a_deleted_passage_takes_the_rows_that_cite_it(
    name: str,
    article: str,
    graphs: Mapping[str, tuple[ox.Quad, ...]],
    without: Mapping[str, list[Deletion]],
) -> None:
    query = stored(name)
    store = store_of(graphs[article])
    given = REQUIRED.get(name, {}).get(article)
    before = answer(store, query, given)
    assert len(without[article]) > 40
    touched = 0
    for deletion in without[article]:
        for quad in deletion.lost:
            store.remove(quad)
        store.extend(deletion.gained)
        after = answer(store, query, given)
        for quad in deletion.gained:
            store.remove(quad)
        store.extend(deletion.lost)
        removed = Counter(before) - Counter(after)
        citing = Counter(row for row in before if deletion.passage in cited(row))
        assert removed == citing, (
            f"without {shown(deletion.passage)}, gone: {lines(removed - citing)}; "
            f"left: {lines(citing - removed)}"
        )
        new = Counter(after) - Counter(before)
        assert not [row for row in new if deletion.passage in cited(row)]
        kept = [row for row in after if row not in new]
        assert kept == [row for row in before if deletion.passage not in cited(row)]
        touched += removed.total()
    assert touched
    assert answer(store, query, given) == before, "the store is not what it was"


def test_a_deleted_passage_can_bring_an_older_word_back(
    graphs: Mapping[str, tuple[ox.Quad, ...]], without: Mapping[str, list[Deletion]]
) -> None:
    """What a later statement superseded stands again when that statement is gone."""
    query = stored("who-must-consent")
    names = columns(query)
    store = store_of(graphs[INVENTED])
    told = [
        passage
        for row in answer(store, query, REQUIRED["who-must-consent"][INVENTED])
        if row[names.index("party")] == entity("ilmedane-front")
        and isinstance(passage := row[names.index("statusPassage")], ox.NamedNode)
    ]
    for deletion in without[INVENTED]:
        if deletion.passage in told:
            store.remove_graph(deletion.passage)
    remaining = store_of(reasoned(q for q in store if q.graph_name != ox.DefaultGraph()))
    statuses = {
        shown(row[names.index("status")])
        for row in answer(remaining, query, REQUIRED["who-must-consent"][INVENTED])
        if row[names.index("party")] == entity("ilmedane-front")
    }
    assert statuses == {"reportedly not given"}


# -- names, order, neighbours --------------------------------------------------------------------


@BOTH
def test_names_are_only_for_display(
    article: str, graphs: Mapping[str, tuple[ox.Quad, ...]], stores: Mapping[str, ox.Store]
) -> None:
    generator = random.Random(7)  # noqa: S311 - a reproducible sequence is wanted
    renamed = [
        ox.Quad(
            quad.subject,
            quad.predicate,
            ox.Literal(f"{generator.random():.12f}", language="en"),
            quad.graph_name,
        )
        if quad.predicate in NAMING
        else quad
        for quad in graphs[article]
    ]
    assert sum(quad.predicate in NAMING for quad in renamed) > 100
    store = store_of(reasoned(renamed))
    for name in NAMES:
        assert answer(store, stored(name)) == answer(stores[article], stored(name)), name


@BOTH
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_quads_does_not_matter(
    article: str,
    seed: int,
    graphs: Mapping[str, tuple[ox.Quad, ...]],
    stores: Mapping[str, ox.Store],
) -> None:
    shuffled = sorted(graphs[article], key=str)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a reproducible sequence is wanted
    store = store_of(shuffled)
    for name in NAMES:
        assert answer(store, stored(name)) == answer(stores[article], stored(name)), name


def test_articles_do_not_mix(
    graphs: Mapping[str, tuple[ox.Quad, ...]], stores: Mapping[str, ox.Store]
) -> None:
    together = store_of(reasoned({quad for quads in graphs.values() for quad in quads}))
    for name in NAMES:
        query = stored(name)
        rows = answer(together, query)
        apart = {article: answer(store, query) for article, store in stores.items()}
        assert Counter(rows) == Counter(row for part in apart.values() for row in part), name
        for part in apart.values():
            own = set(part)
            assert [row for row in rows if row in own] == part, name


# -- what users type -----------------------------------------------------------------------------

HOSTILE = {
    "quotes": "\"'\"\"\"'''",
    "closes the literal": '" } UNION { ?s ?p ?o } #',
    "closes the IRI": "https://example.org/> } UNION { ?s ?p ?o } #",
    "braces": "{ UNDEF } } } {{",
    "union": "} UNION {",
    "comment": "# everything after this",
    "lines": "two\nlines\r\nand\ttabs",
    "backslashes": '\\" \\u0022 \\n \\',
    "null": "Turkey\x00",
    "update": "; DROP ALL ;",
    "variable": "?state",
    "right to left": "\u202eyekruT\u202c",
    "astral": "𝔸🕊\U0010ffff",
    "format": "%s {0} ${HOME}",
    "long": "x" * 100_000,
}
CLASSED = [pair for pair in PARAMETERS if stored(pair[0]).parameters[pair[1]].class_]


@pytest.mark.parametrize("value", [*HOSTILE.values(), ""], ids=[*HOSTILE, "empty"])
def test_hostile_values_are_unknown_values(value: str, stores: Mapping[str, ox.Store]) -> None:
    for name, parameter in PARAMETERS:
        query = stored(name)
        given = {**REQUIRED.get(name, {}).get(TASS, {}), parameter: value}
        with pytest.raises(UnknownValue):
            ask(stores[TASS], query, given)


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_label_is_a_label(
    value: str, graphs: Mapping[str, tuple[ox.Quad, ...]], stores: Mapping[str, ox.Store]
) -> None:
    """An entity is found by its name, whatever the name is, and the answer is the same."""
    known = {
        (name, parameter): resolve(
            stores[TASS],
            stored(name).parameters[parameter],
            stored(name).parameters[parameter].example,
        )
        for name, parameter in CLASSED
    }
    renamed = [
        quad
        for quad in graphs[TASS]
        if not (quad.predicate in NAMING and quad.subject in known.values())
    ]
    names = {
        term: f"{value}{place}" for place, term in enumerate(sorted(set(known.values()), key=str))
    }
    graph = ox.NamedNode(DATA + "graph/reference")
    renamed += [
        ox.Quad(term, LABEL, ox.Literal(label, language="en"), graph)
        for term, label in names.items()
        if isinstance(term, ox.NamedNode)
    ]
    store = store_of(renamed)
    for (name, parameter), term in known.items():
        query = stored(name)
        required = {
            key: names[known[name, key]] if (name, key) in known else given
            for key, given in REQUIRED.get(name, {}).get(TASS, {}).items()
        }
        by_label = answer(store, query, {**required, parameter: names[term]})
        by_iri = answer(store, query, {**required, parameter: str(term)})
        assert by_label == by_iri, (name, parameter)
        assert by_label, (name, parameter)
