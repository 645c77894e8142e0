"""What the stored queries answer on the two articles, as tables that a person can review.

``tests/queries/<name>.csv`` holds the expected rows of each query, in order: a passage is its
offsets, a quotation and any other long text its first and last words, an IRI its local part.

    python -m tests.stored_answers [NAME …]             shows how answers differ from the tables
    python -m tests.stored_answers --accept [NAME …]    shows it, then writes the tables
"""

import argparse
import csv
import difflib
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.namespaces import DATA, TERMS
from kg.project import Project
from kg.query import StoredQuery, ask, execute, load_query, query_names
from tests.conftest import graph_of

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = tuple[Term | None, ...]
Shown: TypeAlias = tuple[str, ...]

ROOT: Final = Path(__file__).parent.parent
TABLES: Final = Path(__file__).parent / "queries"
PROJECT: Final = Project.find(ROOT)
NAMES: Final = tuple(query_names(PROJECT))

TASS: Final = "tass/2020-11-12-turkish-peacekeepers"
INVENTED: Final = "straits-wire/2024-05-17-ilmedane-ceasefire"
ARTICLES: Final = {TASS: ROOT, INVENTED: Path(__file__).parent / "cases" / "invented"}
"""The project that each article belongs to."""

REQUIRED: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "evidence": {
        TASS: {"thing": "joint statement of 9 November 2020 on Nagorno-Karabakh"},
        INVENTED: {"thing": "marn-memorandum"},
    },
    "mentions": {TASS: {"thing": "Dmitry Peskov"}, INVENTED: {"thing": "Rhea Tolk"}},
    "who-must-consent": {TASS: {"state": "Turkey"}, INVENTED: {"state": "Kévarre"}},
}
"""The values of required parameters, by query and article."""

_LONG: Final = 48


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    """Return a store of ``quads`` with their deduplicated union as its default graph."""
    named = list(quads)
    store = ox.Store()
    store.extend(named)
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in {q.triple for q in named})
    return store


def stored(name: str) -> StoredQuery:
    """Return the stored query of that name."""
    return load_query(PROJECT, name)


def answer(
    store: ox.Store, query: StoredQuery, given: Mapping[str, str] | None = None
) -> list[Row]:
    """Return the rows of ``query``; without ``given``, every parameter is left open."""
    result = execute(store, query.query) if given is None else ask(store, query, given).result()
    assert isinstance(result, ox.QuerySolutions)
    return [tuple(row) for row in result]


def columns(query: StoredQuery) -> tuple[str, ...]:
    """Return the variables of ``query``, in order."""
    result = execute(ox.Store(), query.query)
    assert isinstance(result, ox.QuerySolutions)
    return tuple(variable.value for variable in result.variables)


def shown(term: Term | None) -> str:
    """Return ``term`` as a table shows it."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        local, _, fragment = term.value.removeprefix(TERMS).removeprefix(DATA).partition("#")
        if fragment.startswith("char="):
            return fragment.removeprefix("char=").replace(",", "–")
        for article in ARTICLES:
            local = local.removeprefix(f"{article}/v1/")
        return fragment or local
    assert isinstance(term, ox.Literal)
    words = term.value.split()
    text = " ".join(words)
    return text if len(text) <= _LONG else f"{' '.join(words[:4])} … {' '.join(words[-3:])}"


def table(name: str, stores: Mapping[str, ox.Store]) -> list[Shown]:
    """Return the table of the query ``name``: a heading, then the rows on each article."""
    query = stored(name)
    rows: list[Shown] = [("article", *columns(query))]
    for article, store in stores.items():
        given = REQUIRED[name][article] if name in REQUIRED else {}
        outlet = article.partition("/")[0]
        rows += [(outlet, *(shown(cell) for cell in row)) for row in answer(store, query, given)]
    return rows


def expected(name: str) -> list[Shown]:
    """Return the table of the query ``name`` as it is kept; nothing where there is none."""
    path = TABLES / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def written(rows: Sequence[Shown]) -> str:
    """Return ``rows`` as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def difference(name: str, stores: Mapping[str, ox.Store]) -> str:
    """Return how the answers differ from the kept table, as a unified diff, or nothing."""
    kept, now = written(expected(name)), written(table(name, stores))
    lines = difflib.unified_diff(
        kept.splitlines(), now.splitlines(), f"{name}.csv", f"{name}.rq", lineterm=""
    )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Show, and where that is asked for accept, how answers differ from the kept tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.stored_answers", description=__doc__)
    parser.add_argument("name", nargs="*", help="of a query; all if none")
    parser.add_argument("--accept", action="store_true", help="write the tables")
    options = parser.parse_args(arguments)
    stores = {article: store_of(graph_of(root, article)) for article, root in ARTICLES.items()}
    changed = 0
    for name in options.name or NAMES:
        shown_difference = difference(name, stores)
        if shown_difference:
            changed += 1
            sys.stdout.write(shown_difference + "\n")
            if options.accept:
                text = written(table(name, stores))
                (TABLES / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return 0 if options.accept or not changed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
