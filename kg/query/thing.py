"""A thing that is asked about by itself, by any of its names: no parameter of a query.

May know nothing of what is told about it.
"""

from typing import Final

import pyoxigraph as ox

from kg.errors import UnknownValue
from kg.query.stored import Parameter
from kg.query.surface import Surface
from kg.query.values import resolve

_THING: Final = Parameter("thing", "Thing", "", "Turkey", required=True)


def find_thing(graph: ox.Store, words: str, surface: Surface = Surface.COMMAND) -> ox.NamedNode:
    """Return the one thing that goes by ``words``.

    Args:
        graph: the built graph.
        words: a label, another name, a code, an id, a CURIE or an IRI.
        surface: where it is asked for, for messages.

    Raises:
        UnknownValue: nothing, or more than one thing, goes by it.
    """
    try:
        found = resolve(graph, _THING, words, surface)
    except UnknownValue as error:
        # On the command line a thing is no option: it stands by itself.
        raise UnknownValue(
            error.what,
            why="" if error.nearest else error.why,
            nearest=error.nearest,
            fix=error.fix.replace(f"{_THING.option} ", "kg show "),
        ) from error
    assert not isinstance(found, ox.Literal)  # noqa: S101 - the parameter is of a class
    return found
