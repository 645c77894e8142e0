"""A package on disk: it appears whole, and never in place of what somebody else has written.

A reviewer saves into the folder that Protégé opened. So a package carries a manifest of what was
written, and is only replaced where everything in it is still as it was. May know nothing of what
the files hold.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.errors import ExportError
from kg.export.protege.catalog import CATALOG
from kg.files import replace_folder

MANIFEST: Final = "manifest.json"
_TOOL: Final = "kg export protege"
_REWRITTEN: Final = frozenset({CATALOG, MANIFEST})
"""Files without a review in them: Protégé writes the catalogue anew whenever it opens a file."""


def write_package(path: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a package, and their manifest, as the folder ``path``.

    Args:
        path: a folder that is not there, is empty, or holds an unchanged package.
        files: their bytes by name.

    Raises:
        ExportError: something else is there, or a package that was changed.
        KgError: the folder cannot be read or written.
    """
    _check(path)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = json.dumps({"written by": _TOOL, "sha256": digests}, indent=2, sort_keys=True)
    replace_folder(path, {**files, MANIFEST: f"{manifest}\n".encode()})


def _check(path: Path) -> None:
    try:
        if path.exists() and not path.is_dir():
            raise ExportError(f"{path} is a file", fix="name a folder for the package")
        found = {entry.name: entry for entry in path.iterdir()} if path.is_dir() else {}
        if not found:
            return
        written = _manifest(found.get(MANIFEST))
        if written is None:
            raise ExportError(
                f"{path} is not empty, and not a package that {_TOOL} wrote",
                why="what is in it would be lost",
                fix="name another folder",
            )
        added = found.keys() - written.keys() - _REWRITTEN
        changed = {
            name
            for name in found.keys() & written.keys() - _REWRITTEN
            if not found[name].is_file()
            or hashlib.sha256(found[name].read_bytes()).hexdigest() != written[name]
        }
    except OSError as error:
        raise ExportError(
            f"{path} cannot be read", why=error.strerror or str(error), fix="name another folder"
        ) from error
    if added or changed:
        raise ExportError(
            f"{path} has changed since the package was written",
            why=f"{', '.join(sorted(added | changed))} would be lost",
            fix="move it elsewhere, or name another folder",
        )


def _manifest(path: Path | None) -> Mapping[str, str] | None:
    """Return the digests in the manifest at ``path``; None if it is not one of ours."""
    if path is None or not path.is_file():
        return None
    try:
        document = json.loads(path.read_bytes())
        if document["written by"] == _TOOL:
            return {str(name): str(digest) for name, digest in document["sha256"].items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return None
