"""The text of an article, byte for byte, and the digest that proves it.

Every offset in the graph counts code points of exactly this text, so it is read in one place, and
nothing is normalised: no line end, no byte order mark, no Unicode form. May know nothing of
annotations.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ArticleError, Position
from kg.text import BYTE_ORDER_MARK, line_column
from kg.utf8 import decode


@dataclass(frozen=True)
class ArticleText:
    """A stored text.

    Attributes:
        path: the file.
        text: its bytes decoded as UTF-8, CRLF kept; offsets are indexes into it.
        sha256: hexadecimal digest of its bytes.
        shown: the file as messages show it.
    """

    path: Path
    text: str
    sha256: str
    shown: str = "article.txt"

    def position(self, offset: int) -> Position:
        """Return the place of the character at ``offset`` (code points), for messages."""
        return Position(self.shown, *line_column(self.text, offset))


def read_article(path: Path, shown: str) -> ArticleText:
    """Read the text of an article.

    Args:
        path: the file.
        shown: the file as messages show it.

    Raises:
        ArticleError: the file is missing, a folder, unreadable, empty, white space only, binary
            (it holds NUL) or not UTF-8.
    """
    data = _read_bytes(path, shown)
    if b"\0" in data:
        before = data[: data.index(b"\0")]
        raise ArticleError(
            f"{shown} is not a text",
            at=_position(shown, before),
            why=f"byte {len(before)} is NUL: the file is binary, or text in UTF-16",
            fix="save the article as plain text in UTF-8",
        )
    text = decode(data, shown, ArticleError, keep_mark=True)
    if not text.removeprefix(BYTE_ORDER_MARK).strip():
        raise ArticleError(
            f"{shown} is empty",
            at=Position(shown, 1),
            why="it has no bytes" if not data else "it holds white space only",
            fix="put the text of the article into it",
        )
    return ArticleText(path, text, hashlib.sha256(data).hexdigest(), shown)


def _read_bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(
            f"there is no article {shown}",
            fix="put the text of the article there, or correct the path",
        ) from error
    except IsADirectoryError as error:
        raise ArticleError(
            f"{shown} is a folder, not the text of an article", fix="name the file in it"
        ) from error
    except OSError as error:
        raise ArticleError(
            f"{shown} cannot be read",
            why=error.strerror or str(error),
            fix="allow reading it, or correct the path",
        ) from error


def _position(shown: str, before: bytes) -> Position:
    """Return the place right after ``before``, which is UTF-8 as far as it goes."""
    text = before.decode("utf-8", errors="replace")
    return Position(shown, *line_column(text, len(text)))
