"""A stored query for grlc (https://grlc.io), which makes an operation of a web API of each.

A parameter is a variable with a name that says so: ``?_state_iri`` is one that is required, and
with two underscores one that is not. grlc replaces it by the value wherever it stands, and leaves
it where there is none. ``{ BIND(?_state_iri AS ?state) }`` is what ``VALUES ?state { UNDEF }`` is,
with a value and without one. May know nothing of the graph.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kg.exchange.portable import portable, with_slots
from kg.query import Parameter, StoredQuery

FOLDER: Final = "grlc"
_TYPES: Final = {"date": "xsd_date", "integer": "integer", "string": "literal"}


def decorated(
    stored: StoredQuery, examples: Mapping[str, ox.NamedNode | ox.Literal], endpoint: str
) -> str:
    """Return a query with the decorators of grlc.

    Args:
        stored: the query.
        examples: the term of each parameter's example, which is its default in forms.
        endpoint: where the query is to be sent.

    Raises:
        ExportError: a parameter stands where grlc could not put a value.
    """

    def bound(name: str) -> str:
        return f"{{ BIND({variable(stored.parameters[name])} AS ?{name}) }}"

    typed = any(parameter.datatype for parameter in stored.parameters.values())
    text = portable(with_slots(stored.query, bound), ("xsd",) if typed else ())
    return "\n".join([*_decorators(stored, examples, endpoint), text])


def variable(parameter: Parameter) -> str:
    """Return the variable that grlc knows a parameter by."""
    type_ = _TYPES.get(parameter.datatype, "iri")
    return f"?{'_' if parameter.required else '__'}{parameter.name}_{type_}"


def _decorators(
    stored: StoredQuery, examples: Mapping[str, ox.NamedNode | ox.Literal], endpoint: str
) -> Iterator[str]:
    # Strings of JSON are strings of YAML whatever is in them; a bare `on` would be true there.
    yield f"#+ summary: {_text(stored.title)}"
    yield f"#+ description: {_text(stored.question)}"
    yield f"#+ endpoint: {_text(endpoint)}"
    yield "#+ method: GET"
    if stored.keywords:
        yield "#+ tags:"
        yield from (f"#+   - {_text(word)}" for word in stored.keywords)
    if examples:
        yield "#+ defaults:"
        yield from (f"#+   - {_text(name)}: {_text(term.value)}" for name, term in examples.items())


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
