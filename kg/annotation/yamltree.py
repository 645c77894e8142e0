"""YAML 1.2 as a tree of strings with positions, and nothing cleverer.

A YAML loader guesses: ``NO`` becomes false, ``1.10`` becomes 1.1, the last of two equal keys wins,
an alias of aliases fills the memory, deep nesting ends the process. An annotation is evidence, so
here every scalar stays as written and everything that a loader would guess, merge or drop is
refused with its place. Only ruamel.yaml's event stream is used; the tree is composed here, without
recursion. May know nothing of what keys mean; the one home of ruamel.yaml.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import AnnotationError, MalformedYaml, Position
from kg.text import described, escaped, line_column, quoted
from kg.utf8 import decode

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError, StreamMark
    from ruamel.yaml.events import CollectionStartEvent, Event, NodeEvent, ScalarEvent

MAX_DEPTH = 32
"""Collections inside one another; an annotation needs five."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, whatever it looks like."""

    text: str
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: "tuple[Node, ...]"
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; no key occurs twice."""

    entries: "tuple[tuple[Scalar, Node], ...]"
    at: Position = field(compare=False)


Node: TypeAlias = Scalar | Sequence | Mapping


def read_yaml(path: Path, shown: str) -> Mapping:
    """Read a YAML 1.2 file whose top node is a mapping.

    Positions count lines and columns from 1, columns in code points; a byte order mark at the
    start does not count.

    Args:
        path: the file.
        shown: the file as messages and positions show it.

    Raises:
        AnnotationError: the file is missing or unreadable.
        MalformedYaml: it is not UTF-8, empty, or not YAML; or it has several documents, a
            directive, a top node other than a mapping, a duplicate key, a key that is no scalar,
            an anchor, an alias, a tag, an empty or null plain scalar, more than ``MAX_DEPTH``
            collections inside one another, a tab or another character that is invisible or that
            XML cannot carry.
    """
    text = decode(_read_bytes(path, shown), shown, MalformedYaml)
    _check_characters(text, shown)
    return _Composer(text, shown).compose()


def _read_bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AnnotationError(
            f"there is no file {shown}", fix="correct the path, or start an annotation with kg new"
        ) from error
    except OSError as error:
        raise AnnotationError(
            f"{shown} cannot be read",
            why=error.strerror or str(error),
            fix="name a file that you may read",
        ) from error


# In the file itself. YAML 1.1 breaks lines at NEL, LS and PS and YAML 1.2 does not; a byte order
# mark inside a file is not seen by anybody; the rest are controls and non-characters.
_UNWELCOME = re.compile(
    "[^\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]"
)
# In a scalar, where escapes can name any code point: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# ruamel hands an escape past U+10FFFF to chr().
_NO_CODE_POINT = re.compile(r"\\U(?!0010|000[0-9A-Fa-f])[0-9A-Fa-f]{8}")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
# https://yaml.org/spec/1.2.2/#1021-tags, the null of the core schema.
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


_REPAIR = "put text in double quotes, and align the keys of one mapping"
_REPAIRS = {
    "mapping values are not allowed": "put a text that contains `: ` in double quotes",
    "expected ':'": "write `key: value`; put a text of several lines in double quotes",
    "end of stream": "close the quotation mark that opens here",
    "<stream end>": "close the bracket that opens here",
    "unknown escape character": "write \\\\ for a backslash, or use single quotes",
    "cannot start any token": "put the text in double quotes",
    "expected <block end>": "align the keys of one mapping; put the whole of a text in quotes",
}
"""What to do, by a part of ruamel.yaml's message."""
_FOUND_TOO_LATE = ("end of stream", "<stream end>", "expected ':'")
"""Parts of messages whose place is where reading stopped, and not what has to be mended."""


def _check_characters(text: str, shown: str) -> None:
    found = _UNWELCOME.search(text)
    if not found:
        return
    at = Position(shown, *line_column(text, found.start()))
    ch = found.group()
    if ch == "\t":
        raise MalformedYaml(
            "the file contains a tab",
            at=at,
            why="a tab looks like spaces, and YAML counts the two differently",
            fix='indent with spaces; inside double quotes write "\\t"',
        )
    raise MalformedYaml(
        f"the file contains {described(ch)}",
        at=at,
        why="the character cannot be seen, and programs disagree about it",
        fix=f"delete it, or write {escaped(ch)} inside double quotes",
    )


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read yet."""

    at: Position
    mapping: bool
    items: list[Node] = field(default_factory=list)
    keys: dict[str, Scalar] = field(default_factory=dict)
    key: Scalar | None = None

    def close(self) -> Sequence | Mapping:
        if not self.mapping:
            return Sequence(tuple(self.items), self.at)
        return Mapping(tuple(zip(self.keys.values(), self.items, strict=True)), self.at)


class _Composer:
    """Composes one file; ``stack`` takes the place of recursion."""

    def __init__(self, text: str, shown: str) -> None:
        self.text = text
        self.shown = shown
        self.stack: list[_Open] = []
        self.top: Node | None = None

    def compose(self) -> Mapping:
        from ruamel.yaml import events as ev

        documents = 0
        for event in self._events():
            if isinstance(event, ev.DocumentStartEvent):
                documents += 1
                self._document(event.start_mark, documents)
            elif isinstance(event, ev.AliasEvent):
                raise self._indirect(f"alias *{event.anchor}", event)
            elif isinstance(event, ev.ScalarEvent):
                self._check_properties(event)
                self._place(self._scalar(event))
            elif isinstance(event, ev.CollectionStartEvent):
                self._check_properties(event)
                self._open(event, mapping=isinstance(event, ev.MappingStartEvent))
            elif isinstance(event, ev.CollectionEndEvent):
                self._add(self.stack.pop().close())
        if self.top is None:
            raise MalformedYaml(
                f"{self.shown} is empty",
                at=Position(self.shown, 1),
                why="an annotation is a mapping of keys to values",
                fix="start an annotation with kg new",
            )
        if not isinstance(self.top, Mapping):
            raise MalformedYaml(
                "the file is not a mapping",
                at=self.top.at,
                why="an annotation is a mapping of keys to values",
                fix="begin with `key: value`",
            )
        return self.top

    def _events(self) -> "Iterator[Event]":
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError

        seen = 0
        try:
            for event in YAML(typ="safe", pure=True).parse(self.text):
                yield event
                seen = event.end_mark.index
        except MarkedYAMLError as error:
            raise self._syntax(error) from error
        except (ValueError, OverflowError) as error:
            found = _NO_CODE_POINT.search(self.text, seen)
            offset = found.start() if found else seen
            raise MalformedYaml(
                "a number in the file is too large",
                at=Position(self.shown, *line_column(self.text, offset)),
                why="code points end at U+10FFFF, and the version of YAML is 1.2",
                fix="write the character itself, or its code point in eight digits",
            ) from error

    def _syntax(self, error: "MarkedYAMLError") -> MalformedYaml:
        problem = error.problem or error.context
        marks = [error.problem_mark, error.context_mark]
        if any(part in problem for part in _FOUND_TOO_LATE):
            marks.reverse()
        mark = marks[0] or marks[1]
        fix = next((fix for part, fix in _REPAIRS.items() if part in problem), _REPAIR)
        return MalformedYaml("the file is not YAML", at=self._at(mark), why=problem, fix=fix)

    def _at(self, mark: "StreamMark") -> Position:
        return Position(self.shown, mark.line + 1, mark.column + 1)

    def _document(self, mark: "StreamMark", documents: int) -> None:
        if documents > 1:
            raise MalformedYaml(
                "the file holds a second document",
                at=self._at(mark),
                why="one file is one annotation",
                fix="remove what follows, or move it to a file of its own",
            )
        directive = _DIRECTIVE.search(self.text, 0, mark.index)
        if directive:
            raise MalformedYaml(
                "the file has a YAML directive",
                at=Position(self.shown, *line_column(self.text, directive.start())),
                why="annotations are YAML 1.2 without tags, so a directive can only change meaning",
                fix="remove the line",
            )

    def _check_properties(self, event: "ScalarEvent | CollectionStartEvent") -> None:
        if event.anchor is not None:
            raise self._indirect(f"anchor &{event.anchor}", event)
        if event.ctag is not None:
            raise self._indirect(f"tag {event.ctag}", event)

    def _indirect(self, found: str, event: "NodeEvent") -> MalformedYaml:
        return MalformedYaml(
            f"the file uses the {found}",
            at=self._at(event.start_mark),
            why="every value stands where it is read, and the ontology gives its type",
            fix="write the value out, or put it in double quotes if it is text",
        )

    def _scalar(self, event: "ScalarEvent") -> Scalar:
        at = self._at(event.start_mark)
        if not event.style and event.value in _NULLS:
            # The event of a missing value bears the place of whatever comes next.
            key = self.stack[-1].key if self.stack else None
            missing = f"the key {key.text} has no value" if key else "a key or value is missing"
            raise MalformedYaml(
                f"the value {event.value} is YAML's null" if event.value else missing,
                at=key.at if key and not event.value else at,
                why="what is not known is left out of an annotation, key and all",
                fix=f"remove the key, or write {quoted(event.value)} if the text is meant",
            )
        unfit = _NOT_XML.search(event.value)
        if unfit:
            raise MalformedYaml(
                f"a value contains {described(unfit.group())}",
                at=at,
                why="RDF/XML cannot carry the character",
                fix="remove the escape; write a character past U+FFFF as itself, not as two halves",
            )
        return Scalar(event.value, at)

    def _open(self, event: "CollectionStartEvent", *, mapping: bool) -> None:
        at = self._at(event.start_mark)
        if self._awaits_key():
            raise MalformedYaml(
                "a key is a list or a mapping",
                at=at,
                why="a key is the name of a property or of a part of the file",
                fix="write `key: value`; put a value that begins with [ or { in double quotes",
            )
        if len(self.stack) == MAX_DEPTH:
            raise MalformedYaml(
                f"the file is nested more than {MAX_DEPTH} deep",
                at=at,
                why="nothing in an annotation is",
                fix="check the indentation and the brackets above this place",
            )
        self.stack.append(_Open(at, mapping))

    def _awaits_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].mapping and self.stack[-1].key is None

    def _place(self, scalar: Scalar) -> None:
        if not self._awaits_key():
            self._add(scalar)
            return
        mapping = self.stack[-1]
        first = mapping.keys.setdefault(scalar.text, scalar)
        if first is not scalar:
            raise MalformedYaml(
                f"the key {scalar.text} is there twice",
                at=scalar.at,
                why=f"it already stands at {first.at}, and only one of the two could count",
                fix="remove one of them, or make the value a list",
            )
        mapping.key = scalar

    def _add(self, value: Node) -> None:
        if self.stack:
            self.stack[-1].items.append(value)
            self.stack[-1].key = None
        else:
            self.top = value
