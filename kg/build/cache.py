"""Compiled articles, kept so that an unchanged one is not compiled again.

An entry is named by the digest of everything that its content depends on, so it is never outdated,
only unused. It is N-Quads, one line per quad, and each line ends in a comment with the place in the
annotation that the quad comes from; two more comments hold a digest, because a damaged entry must
not become a wrong graph, and the article. May know nothing of how an article is compiled, or when.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.compile import Compiled
from kg.errors import Position
from kg.files import PART, replace_file
from kg.store.writer import writing

_ENTRY: Final = re.compile(r"[0-9a-f]{64}\.nq")
_PART: Final = re.compile(rf"\.{_ENTRY.pattern}\..+{re.escape(PART)}")
_PLACE: Final = re.compile(rb" \. # ([0-9]+):([0-9]+)$")


@dataclass(frozen=True)
class Cache:
    """The compiled articles in ``folder``, which need not exist."""

    folder: Path

    def get(self, key: str, shown: str) -> Compiled | None:
        """Return what was kept under ``key``, or None where there is nothing, or nothing whole.

        Args:
            key: digest of all that the compiled article depends on, in hexadecimal.
            shown: the annotation's name in messages; positions are in this file.
        """
        try:
            head, _, body = (self.folder / f"{key}.nq").read_bytes().partition(b"\n")
        except OSError:
            # Whatever is wrong with an entry, compiling again is right.
            return None
        if head != _head(body):
            return None
        article, *lines = body.splitlines()
        quads = tuple(ox.parse(body, format=ox.RdfFormat.N_QUADS))
        positions = {
            quad: Position(shown, int(place[1]), int(place[2]))
            for quad, line in zip(quads, lines, strict=True)
            if (place := _PLACE.search(line))
        }
        return Compiled(article[2:].decode(), quads, positions)

    def put(self, key: str, compiled: Compiled) -> None:
        """Keep ``compiled`` under ``key``.

        Raises:
            StoreError: it cannot be written.
        """
        output = BytesIO()
        ox.serialize(compiled.quads, output, ox.RdfFormat.N_QUADS)
        lines = [f"# {compiled.article}".encode()]
        lines += (
            line + _comment(compiled.positions.get(quad))
            for quad, line in zip(compiled.quads, output.getvalue().splitlines(), strict=True)
        )
        body = b"\n".join(lines)
        with writing(self.folder):
            self.folder.mkdir(exist_ok=True)
            replace_file(self.folder / f"{key}.nq", [_head(body), b"\n", body])

    def prune(self, keep: Collection[str]) -> None:
        """Remove what is kept under other keys than ``keep``.

        Raises:
            StoreError: a file cannot be removed.
        """
        if not self.folder.is_dir():
            return
        names = {f"{key}.nq" for key in keep}
        with writing(self.folder):
            for path in self.folder.iterdir():
                stale = _ENTRY.fullmatch(path.name) and path.name not in names
                if stale or _PART.fullmatch(path.name):
                    path.unlink()


def _head(body: bytes) -> bytes:
    return b"# sha256 " + hashlib.sha256(body).hexdigest().encode()


def _comment(position: Position | None) -> bytes:
    return f" # {position.line}:{position.column}".encode() if position else b""
