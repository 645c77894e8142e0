"""Read a stored query: SPARQL that says in its header what it answers and what it takes.

The file stays valid SPARQL, because header lines are comments::

    #+ title: Parties whose consent a deployment requires
    #+ question: Which parties must consent to Turkish deployment?
    #+ params:
    #+   state: {class: State, example: Turkey, required: true}
    SELECT … WHERE { VALUES ?state { UNDEF } … } ORDER BY …

May know nothing of the graph, and so not whether a class or an example exists.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final

from kg.errors import BadHeader, Position
from kg.query.contract import check_select, check_slots
from kg.query.grounds import Pattern, check_variables, read_pattern
from kg.query.headersyntax import Entries, Items, Node, Text, header_lines, parse
from kg.query.sparql import read_query
from kg.query.stored import Parameter, StoredQuery
from kg.text.nearest import nearest

DATATYPES: Final = ("date", "integer", "string")
ORDERED: Final = ("date", "integer")
"""Those of which one value comes before another."""
RESERVED: Final = frozenset({"format", "output", "help", "why"})
"""Options that every query has, so that no parameter can be called so."""

_PARAMETER_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_CLASS_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
_REQUIRED_KEYS: Final = ("title", "question")
_HEADER_KEYS: Final = (*_REQUIRED_KEYS, "keywords", "params", "columns", "why")
_PARAMETER_KEYS: Final = ("class", "datatype", "example", "required", "description", "notBefore")


def read_stored_query(text: str, name: str, file: str) -> StoredQuery:
    """Return the stored query that ``text`` is.

    Args:
        text: the whole file.
        name: of the file, without ``.rq``.
        file: what messages call it.

    Raises:
        BadHeader: the header is wrong, or does not fit the SPARQL below it.
        QueryError: the SPARQL is not one that Accord runs.
    """
    tree = parse(header_lines(text, file, _REQUIRED_KEYS))
    header = _fields(tree, _HEADER_KEYS, "a header")
    parameters = {
        key.text: _parameter(key, node) for key, node in _entries(header.get("params"), "params")
    }
    for parameter in parameters.values():
        _check_order(parameter, parameters)
    stored = StoredQuery(
        name=name,
        title=_required(header, "title", tree.at),
        question=_required(header, "question", tree.at),
        keywords=tuple(item.text for item in _items(header.get("keywords"), "keywords")),
        parameters=parameters,
        columns={
            key.text: _text(node, key.text)
            for key, node in _entries(header.get("columns"), "columns")
        },
        query=read_query(text, file),
        why=tuple(pattern for pattern, _ in _patterns(header)),
    )
    check_slots(stored.query, parameters)
    if stored.query.form == "SELECT":
        projected = check_select(stored.query)
        for key, _ in _entries(header.get("columns"), "columns"):
            if key.text not in projected:
                raise BadHeader(
                    f"the query has no column ?{key.text}",
                    at=key.at,
                    nearest=nearest(key.text, projected),
                    fix="name a variable that SELECT lists",
                )
        for pattern, at in _patterns(header):
            check_variables(pattern, at, {*projected, *parameters})
    elif stored.why:
        raise BadHeader(
            "why says what a row rests on, and this query has no rows",
            at=header["why"].at,
            fix="take why out, or ask with SELECT",
        )
    return stored


def _patterns(header: Mapping[str, Node]) -> list[tuple[Pattern, Position]]:
    items = _items(header.get("why"), "why")
    return [(read_pattern(item.text, item.at), item.at) for item in items]


def _fields(tree: Entries, known: Collection[str], owner: str) -> dict[str, Node]:
    for key, _ in tree.entries:
        if key.text not in known:
            raise BadHeader(
                f"{owner} has no key {key.text}",
                at=key.at,
                nearest=nearest(key.text, known),
                fix=f"use {', '.join(known)}",
            )
    return {key.text: node for key, node in tree.entries}


def _required(header: Mapping[str, Node], key: str, at: Position) -> str:
    if key not in header:
        raise BadHeader(f"the header has no {key}", at=at, fix=f"add `#+ {key}: …`")
    return _text(header[key], key)


def _text(node: Node, key: str) -> str:
    if not isinstance(node, Text):
        raise BadHeader(f"{key} is no text", at=node.at, fix="write one line of text")
    return node.text


def _entries(node: Node | None, key: str) -> tuple[tuple[Text, Node], ...]:
    if node is None:
        return ()
    if not isinstance(node, Entries):
        raise BadHeader(f"{key} is no mapping", at=node.at, fix="write `name: value`, one a line")
    return node.entries


def _items(node: Node | None, key: str) -> tuple[Text, ...]:
    if node is None:
        return ()
    if not isinstance(node, Items):
        raise BadHeader(f"{key} is no list", at=node.at, fix="write [one, another]")
    return node.items


def _parameter(key: Text, node: Node) -> Parameter:
    if not _PARAMETER_NAME.fullmatch(key.text) or key.text in RESERVED:
        raise BadHeader(
            f"no parameter can be called {key.text}",
            at=key.at,
            why=f"it is a variable like asOf, and not {', '.join(sorted(RESERVED))}",
            fix="rename it, in the header and in VALUES",
        )
    if not isinstance(node, Entries):
        raise BadHeader(
            f"{key.text} does not say what its values are",
            at=node.at,
            fix="write {class: State, example: Turkey} or {datatype: date, example: …}",
        )
    fields = {name: _text(value, name) for name, value in _fields(
        node, _PARAMETER_KEYS, "a parameter").items()}  # fmt: skip
    at = {name.text: value.at for name, value in node.entries}
    class_, datatype = fields.get("class", ""), fields.get("datatype", "")
    if bool(class_) == bool(datatype):
        raise BadHeader(
            f"{key.text} needs a class or a datatype, one of the two",
            at=key.at,
            fix="write class: and a class of the ontology, or datatype: and "
            + ", ".join(DATATYPES),
        )
    if class_ and not _CLASS_NAME.fullmatch(class_):
        raise BadHeader(
            f"{class_} is no name of a class", at=at["class"], fix="write it as in the ontology"
        )
    if datatype and datatype not in DATATYPES:
        raise BadHeader(
            f"there is no datatype {datatype} for parameters",
            at=at["datatype"],
            nearest=nearest(datatype, DATATYPES),
            fix=f"use {', '.join(DATATYPES)}",
        )
    if "example" not in fields:
        raise BadHeader(f"{key.text} has no example", at=key.at, fix="add example: …")
    if fields.get("required", "false") not in ("true", "false"):
        raise BadHeader("required is true or false", at=at["required"], fix="write true or false")
    return Parameter(
        name=key.text,
        class_=class_,
        datatype=datatype,
        example=fields["example"],
        required=fields.get("required") == "true",
        description=fields.get("description", ""),
        not_before=fields.get("notBefore", ""),
        at=key.at,
    )


def _check_order(parameter: Parameter, parameters: Mapping[str, Parameter]) -> None:
    if not parameter.not_before:
        return
    first = parameters.get(parameter.not_before)
    if (
        first in (None, parameter)
        or first.datatype != parameter.datatype
        or first.datatype not in ORDERED
    ):
        raise BadHeader(
            f"{parameter.name} cannot come before or after {parameter.not_before}",
            at=parameter.at,
            why=f"notBefore names another parameter, and both are a {' or an '.join(ORDERED)}",
            nearest=nearest(parameter.not_before, parameters) if first is None else (),
            fix="correct the name, or take notBefore out",
        )
