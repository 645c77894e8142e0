"""The syntax of ``#+`` header lines: the small, safe part of YAML that a header needs.

``kg query`` reads a header on each call, and a YAML library costs more time than the answer. So
this reads block mappings, flow mappings and sequences on one line, and scalars, and refuses the
rest of YAML; a test compares it with the YAML reader. May know nothing of what the keys mean.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn, TypeAlias

from kg.errors import BadHeader, Position


@dataclass(frozen=True)
class Text:
    """A scalar; everything is a string here."""

    text: str
    at: Position = field(compare=False)


@dataclass(frozen=True)
class Items:
    """A sequence of scalars."""

    items: tuple[Text, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True)
class Entries:
    """A mapping, in the order of the file."""

    entries: tuple[tuple[Text, "Node"], ...]
    at: Position = field(compare=False)


Node: TypeAlias = Text | Items | Entries


@dataclass(frozen=True)
class Line:
    """What follows ``#+ `` on one line; ``at`` is its first character."""

    text: str
    at: Position

    @property
    def indent(self) -> int:
        """Spaces before the key."""
        return len(self.text) - len(self.text.lstrip(" "))

    def place(self, offset: int) -> Position:
        """Return the place of the character ``offset`` of the text."""
        return Position(self.at.file, self.at.line, self.at.column + offset)


_MARK: Final = "#+"
_KEY: Final = re.compile(r" *([A-Za-z][\w-]*):(?: +|$)")
# What begins something else than a plain scalar in YAML.
_INDICATORS: Final = "&*!|>%@`?,]}#:"
_REPEATED: Final = "each key stands once"
_ONCE: Final = "keep one of the two"


def header_lines(text: str, file: str, required: Sequence[str]) -> list[Line]:
    """Return the header lines that ``text`` begins with.

    Args:
        text: a SPARQL query.
        file: what messages call it.
        required: the keys that no header can do without.

    Raises:
        BadHeader: there are none, one stands further down, or one is not written `#+ …`.
    """
    lines: list[Line] = []
    ended = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith(_MARK):
            ended = True
            continue
        content = line[len(_MARK) :]
        if ended and (lines or number > 1):
            raise BadHeader(
                "a header line stands below the header",
                at=Position(file, number),
                why="the header is the first lines of the file",
                fix=f"move it up, or begin the line with `# ` instead of `{_MARK}`",
            )
        if content.strip():
            if not content.startswith(" ") or "\t" in content:
                raise BadHeader(
                    "a header line does not begin with `#+ `, or holds a tab",
                    at=Position(file, number),
                    fix="write a space after `#+`, and spaces for tabs",
                )
            lines.append(Line(content[1:], Position(file, number, len(_MARK) + 2)))
    if not lines:
        raise BadHeader(
            "the query has no header",
            at=Position(file, 1),
            why=f"a stored query begins with {' and '.join(f'`#+ {key}: …`' for key in required)}",
            fix="see docs/commands/query.md for the keys of a header",
        )
    return lines


def parse(lines: Sequence[Line]) -> Entries:
    """Return the mapping that ``lines`` write down.

    Raises:
        BadHeader: a line is not in this part of YAML, or a key stands twice.
    """
    entries, rest = _block(lines, lines[0].indent)
    if rest:
        raise BadHeader(
            "a header line is indented unlike the lines around it",
            at=rest[0].place(rest[0].indent),
            fix="give keys of one level the same indentation",
        )
    return entries


def _block(lines: Sequence[Line], indent: int) -> tuple[Entries, Sequence[Line]]:
    start = lines[0].place(indent)
    entries: list[tuple[Text, Node]] = []
    while lines and lines[0].indent == indent:
        line, lines = lines[0], lines[1:]
        key = _KEY.match(line.text)
        if not key:
            raise BadHeader(
                f"not a header line: {line.text.strip()}",
                at=line.place(indent),
                why="a header line is `key: value`",
                fix="see docs/commands/query.md for the keys of a header",
            )
        name = Text(key[1], line.place(key.start(1)))
        if any(name == known for known, _ in entries):
            raise BadHeader(f"{name.text} stands twice", at=name.at, why=_REPEATED, fix=_ONCE)
        value: Node
        if key.end() < len(line.text):
            value = _Scanner(line, key.end()).whole()
        elif lines and lines[0].indent > indent:
            value, lines = _block(lines, lines[0].indent)
        else:
            raise BadHeader(f"{name.text} has no value", at=name.at, fix="write it or take it out")
        entries.append((name, value))
    return Entries(tuple(entries), start), lines


class _Scanner:
    """Reads one value from one line."""

    def __init__(self, line: Line, offset: int) -> None:
        self.line = line
        self.text = line.text.rstrip(" ")
        self.offset = offset

    def whole(self) -> Node:
        """Return the value that the rest of the line is."""
        value = self.mapping() if self.peek() == "{" else self.scalar_or_items(flow=False)
        if self.offset < len(self.text):
            self.refuse(f"nothing may follow the value, but {self.text[self.offset :]!r} does")
        return value

    def peek(self) -> str:
        return self.text[self.offset : self.offset + 1]

    def skip(self) -> None:
        while self.peek() == " ":
            self.offset += 1

    def refuse(self, what: str) -> NoReturn:
        raise BadHeader(
            what,
            at=self.line.place(self.offset),
            why='a value is text, "quoted text", [a, list] or {key: value}, on one line',
            fix="put text with special characters into double quotes",
        )

    def mapping(self) -> Entries:
        start = self.line.place(self.offset)
        entries: list[tuple[Text, Node]] = []
        self.offset += 1
        self.skip()
        while self.peek() != "}":
            key = _KEY.match(self.text, self.offset)
            if not key:
                self.refuse("here should be `key: value`")
            name = Text(key[1], self.line.place(key.start(1)))
            if any(name == known for known, _ in entries):
                raise BadHeader(f"{name.text} stands twice", at=name.at, why=_REPEATED, fix=_ONCE)
            self.offset = key.end()
            entries.append((name, self.scalar_or_items(flow=True)))
            self.separator("}")
        self.offset += 1
        return Entries(tuple(entries), start)

    def scalar_or_items(self, *, flow: bool) -> Text | Items:
        if self.peek() != "[":
            return self.scalar(flow=flow)
        start = self.line.place(self.offset)
        items: list[Text] = []
        self.offset += 1
        self.skip()
        while self.peek() != "]":
            items.append(self.scalar(flow=True))
            self.separator("]")
        self.offset += 1
        return Items(tuple(items), start)

    def separator(self, closing: str) -> None:
        self.skip()
        if self.peek() == ",":
            self.offset += 1
            self.skip()
        elif self.peek() != closing:
            self.refuse(f"here should be `,` or `{closing}`")

    def scalar(self, *, flow: bool) -> Text:
        start = self.line.place(self.offset)
        quote = self.peek()
        if quote in ("'", '"'):
            return Text(self.quoted(quote), start)
        stop = re.compile(r" *(?:[\[\]{},]|:[ ,\[\]{}]|:$| #|$)" if flow else r" *(?:: |:$| #|$)")
        found = stop.search(self.text, self.offset)
        end = found.start() if found else len(self.text)
        plain = self.text[self.offset : end]
        if not plain or plain[0] in _INDICATORS or (plain[0] == "-" and not plain[1:2].isalnum()):
            self.refuse("here should be a value")
        if found and (found[0].lstrip(" ") or "x")[0] in ":#[{":
            self.offset = end
            self.refuse(f"{found[0].strip()!r} cannot stand in plain text")
        self.offset = end
        return Text(plain, start)

    def quoted(self, quote: str) -> str:
        # YAML's double quotes have many escapes; a header needs two of them.
        pattern = r"'((?:[^']|'')*)'" if quote == "'" else r'"((?:[^"\\]|\\["\\])*)"'
        found = re.compile(pattern).match(self.text, self.offset)
        if not found:
            self.refuse(
                "this quoted text does not end, or has an escape that a header does not know"
            )
            return ""
        self.offset = found.end()
        if quote == "'":
            return found[1].replace("''", "'")
        return re.sub(r"\\(.)", r"\1", found[1])
