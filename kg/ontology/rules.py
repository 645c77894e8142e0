"""The checklist: one SPARQL query per rule, with a header that says what it means to break it.

::

    #+ problem: A term has no English definition.
    #+ principle: Who does not know what a term means uses it in another sense.
    #+ repair: Write skos:definition, in English.
    #+ source: [ROBOT missing_definition, OOPS! P08]
    SELECT ?term WHERE { … } ORDER BY ?term

Each row is a breach: ``?term`` is what breaks the rule, ``?file`` the file where that is so (if it
could be another than the one that declares the term), every other column something to show. May
know nothing of ontologies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import BadHeader, Position, ProjectError, QueryError
from kg.project import Project, packaged_data
from kg.query.headersyntax import Items, Node, Text, header_lines, parse
from kg.query.sparql import Query, read_query
from kg.text.nearest import nearest

_REQUIRED: Final = ("problem", "principle", "repair")
_KEYS: Final = (*_REQUIRED, "source")


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes:
        name: of its file, without ``.rq``.
        problem: what is wrong where it is broken, a sentence.
        principle: why that is wrong, a sentence.
        repair: what to do, a sentence.
        sources: checks of other tools and lists that it stands for.
        query: selects what breaks it.
    """

    name: str
    problem: str
    principle: str
    repair: str
    sources: tuple[str, ...] = ()
    query: Query | None = None


def checks_folder(project: Project) -> Path:
    """Return the folder of the rules: the project's own, or the packaged one."""
    own = project.queries / "checks"
    return own if own.is_dir() else packaged_data() / "queries" / "checks"


def load_rules(project: Project) -> list[Rule]:
    """Return all rules, sorted by name.

    Raises:
        ProjectError: a file cannot be read.
        BadHeader: a header is wrong.
        QueryError: a query is not one that Accord runs.
    """
    paths = sorted(checks_folder(project).glob("*.rq"))
    return [_load(path, project.shown(path)) for path in paths]


def _load(path: Path, shown: str) -> Rule:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProjectError(
            f"cannot read {shown}", why=error.strerror or str(error), fix="make it readable"
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{shown} is not UTF-8 text", fix="save it as UTF-8") from error
    return read_rule(text, path.stem, shown)


def read_rule(text: str, name: str, shown: str) -> Rule:
    """Return the rule that ``text`` is.

    Args:
        text: the whole file.
        name: of the file, without ``.rq``.
        shown: what messages call it.

    Raises:
        BadHeader: the header is wrong, or the query selects no ``?term``.
        QueryError: it is not a query that Accord runs.
    """
    header = parse(header_lines(text, shown, _REQUIRED))
    fields: dict[str, Node] = {}
    for key, node in header.entries:
        if key.text not in _KEYS:
            raise BadHeader(
                f"the header of a rule has no key {key.text}",
                at=key.at,
                nearest=nearest(key.text, _KEYS),
                fix=f"use {', '.join(_KEYS)}",
            )
        fields[key.text] = node
    query = read_query(text, shown)
    if query.form != "SELECT" or not any(token.text == "?term" for token in query.tokens):
        raise BadHeader(
            "a rule selects ?term, what breaks it", at=Position(shown, 1), fix="SELECT ?term …"
        )
    problem, principle, repair = (_sentence(fields, key, header.at) for key in _REQUIRED)
    return Rule(name, problem, principle, repair, _sources(fields), query)


def _sentence(fields: Mapping[str, Node], key: str, at: Position) -> str:
    node = fields.get(key)
    if not isinstance(node, Text) or not node.text.endswith("."):
        raise BadHeader(
            f"the header has no {key} that is a sentence",
            at=node.at if node else at,
            fix=f"write `#+ {key}: …`, with a full stop",
        )
    return node.text


def _sources(fields: Mapping[str, Node]) -> tuple[str, ...]:
    node = fields.get("source")
    if node is None:
        return ()
    if not isinstance(node, Items):
        raise BadHeader("source is no list", at=node.at, fix="write [ROBOT missing_label, …]")
    return tuple(item.text for item in node.items)
