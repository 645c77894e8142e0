"""SPARQL text as tokens: enough of the grammar's terminals to find a place in a query safely.

Strings, comments and IRIs may hold anything that looks like SPARQL, so nothing in Accord searches
the text of a query itself. May know nothing of headers, parameters or the graph. What is malformed
comes out as single marks and is left to the engine to refuse; but a string that is not closed is
one mark with all that follows it, because to look for its end anew at each quotation mark would
take minutes.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["comment", "iri", "string", "variable", "number", "name", "word", "mark"]

# Outside of strings, IRIs and comments, what is not ASCII can only be part of a name; the engine
# counts more to one than \w does.
_CHAR: Final = r"[\w\x80-\U0010ffff]"
_FIRST: Final = r"[A-Za-z_\x80-\U0010ffff]"
_LOCAL: Final = rf"(?:{_CHAR}|:|%[0-9A-Fa-f]{{2}}|\\[-_~.!$&'()*+,;=/?#@%])"
_ESCAPE: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_QUOTES: Final = ("'", '"')
# Terminals of SPARQL 1.1 §19.8. `name` is a prefixed name or a blank node label, `word` a keyword.
_TOKEN: Final = re.compile(
    rf"""
      (?P<space>[\x20\t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPE})*>)
    | (?P<string>
          \"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
        | "(?!"")(?:[^"\\\r\n]|\\.)*" | '(?!'')(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]{_CHAR}+)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<name>(?:{_FIRST}(?:(?:{_CHAR}|[.-]){{0,98}}{_CHAR})?)?:
          (?:{_LOCAL}(?:(?:{_LOCAL}|[.-])*(?:{_LOCAL}|-))?)?)
    | (?P<word>{_FIRST}{_CHAR}*)
    | (?P<mark><<|>>|["'].*|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One terminal; ``start`` and ``end`` are code points of the text."""

    kind: Kind
    text: str
    start: int
    end: int

    def is_word(self, *keywords: str) -> bool:
        """Whether this is one of ``keywords`` (upper case; SPARQL's keywords have no case)."""
        return self.kind == "word" and self.text.upper() in keywords

    @property
    def is_open(self) -> bool:
        """Whether this is a string that is not closed."""
        return self.kind == "mark" and self.text[0] in _QUOTES


def tokenize(text: str) -> Iterator[Token]:
    """Yield every token of ``text`` but white space, comments included, in order."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind != "space":
            # lastgroup is the one named group that matched.
            yield Token(kind, match[0], *match.span())  # type: ignore[arg-type]
