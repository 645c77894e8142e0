"""A thing by any of its names."""

import pyoxigraph as ox
import pytest
from pyoxigraph import Quad

from kg.errors import UnknownValue
from kg.namespaces import DATA
from kg.query import Surface, find_thing


@pytest.fixture(scope="module")
def graph(tass_quads: tuple[Quad, ...]) -> ox.Store:
    """The first article."""
    store = ox.Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in tass_quads)
    return store


@pytest.mark.parametrize(
    "words", ["Turkey", "Ankara", "TR", "turkey", "id:turkey", f"{DATA}turkey", "wd:Q43"]
)
def test_every_name_leads_to_the_thing(graph: ox.Store, words: str) -> None:
    assert find_thing(graph, words) == ox.NamedNode(f"{DATA}turkey")


@pytest.mark.parametrize(
    ("surface", "example"),
    [(Surface.COMMAND, "kg show Turkey"), (Surface.TOOL, '"thing": "Turkey"')],
)
def test_a_message_says_how_to_ask_where_it_was_asked(
    graph: ox.Store, surface: Surface, example: str
) -> None:
    with pytest.raises(UnknownValue) as raised:
        find_thing(graph, "Turky", surface)
    error = raised.value
    assert error.what == "no Thing goes by 'Turky'"
    assert error.nearest[0] == "Turkey"
    # Of a thing there are too many others to list them.
    assert error.why == ""
    assert error.fix.endswith(f"such as {example}")


def test_where_no_name_is_near_some_are_listed(graph: ox.Store) -> None:
    with pytest.raises(UnknownValue) as raised:
        find_thing(graph, "0123456789")
    assert raised.value.why.startswith("the graph knows ")
