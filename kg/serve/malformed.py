"""What is no HTTP, in our words: the parser's are Python's, and say nothing of what to do.

May know nothing of connections.
"""

import ast
import re
from typing import Final
from urllib.parse import quote

from kg.results.view import visible
from kg.serve.problems import Refused

_BYTES: Final = re.compile(r"""(bytearray\()?(b'(?:[^'\\]|\\.)*'|b"(?:[^"\\]|\\.)*")(?(1)\))""")
"""Bytes as Python writes them, which is how the parser names what it could not read."""
_REQUEST: Final = re.compile(rb"[A-Z]+ (.*) HTTP/1\.[01]", re.DOTALL)
_PART: Final = re.compile(rb"[^/?&=]+")
_VISIBLE: Final = re.compile(rb"[!-~]*")
_LONGEST: Final = 200
"""Characters of what could not be read that are told at most."""


def malformed(message: str, status: int) -> Refused:
    """Return the refusal of what the parser could not read.

    Args:
        message: the parser's.
        status: of the answer.
    """
    found = _BYTES.search(message)
    request = _REQUEST.fullmatch(_bytes(found)) if found else None
    if request and (part := _first_unencoded(request[1])):
        return Refused(
            status,
            "the address of the request is not percent-encoded",
            why="an address has no space, and no character outside ASCII (RFC 3986)",
            fix=f"percent-encode it: {_short(quote(part, safe='%'))}",
        )
    why = _BYTES.sub(
        lambda one: _short(visible(_bytes(one).decode(errors="backslashreplace"))), message
    )
    return Refused(status, "this is no request of HTTP/1.1", why=why)


def _first_unencoded(target: bytes) -> bytes:
    parts = (part[0] for part in _PART.finditer(target))
    return next((part for part in parts if not _VISIBLE.fullmatch(part)), b"")


def _bytes(found: re.Match[str]) -> bytes:
    value = ast.literal_eval(found[2])
    assert isinstance(value, bytes)  # noqa: S101 - the pattern begins with b
    return value


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
