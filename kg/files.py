"""Writing a file, or a folder of files, so that it appears whole or not at all.

May know nothing of what is written.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import KgError

PART: Final = ".part"
"""Suffix of ``.<name>.<random>.part``: a file being written, or one whose writer died."""


def write_atomically(path: Path, chunks: Iterable[bytes]) -> int:
    """Write ``chunks`` to ``path`` and return the number of bytes, as :func:`replace_file` does.

    A device or a pipe is written to, never replaced by a file.

    Raises:
        KgError: the folder or file cannot be written.
    """
    try:
        if path.is_dir():
            raise KgError(f"cannot write {path}", why="it is a folder", fix="name a file in it")
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                return sum(device.write(chunk) for chunk in chunks)
        return replace_file(path, chunks)
    except OSError as error:
        raise _cannot_write(path, error) from error


def write_folder(
    folder: Path, files: Mapping[str, bytes], outdated: Callable[[str, bytes], bool]
) -> None:
    """Write ``files`` (content by name) into ``folder``, which is made where there is none.

    Each file appears whole or not at all; what else is in the folder stays.

    Args:
        folder: where they go.
        files: content by name.
        outdated: whether a file of another name, which ends as one of ``files`` does, is one that
            was written earlier and is to go; it is given the name and the content.

    Raises:
        KgError: the folder or a file cannot be written, or what is outdated cannot be deleted.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if folder.exists():
            raise KgError(
                f"cannot write into {folder}",
                why="it is a file",
                fix="name a folder, or one that is to be made",
            ) from error
        raise _cannot_write(folder, error) from error
    for name, content in files.items():
        write_atomically(folder / name, [content])
    suffixes = {Path(name).suffix for name in files}
    try:
        for path in folder.iterdir():
            others = path.name not in files and path.suffix in suffixes and path.is_file()
            if others and outdated(path.name, path.read_bytes()):
                path.unlink()
    except OSError as error:
        raise _cannot_write(folder, error) from error


def replace_file(path: Path, chunks: Iterable[bytes]) -> int:
    """Write ``chunks`` to ``path`` and return the number of bytes.

    The file is written beside its place, made durable and moved there; when anything fails, the
    chunks' own errors included, what was at ``path`` is untouched and nothing is left beside it.

    Raises:
        OSError: the folder or file cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
    temporary = Path(name)
    try:
        size = 0
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return size


def replace_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Make ``path`` a folder that holds ``files`` and nothing else.

    They are written beside its place, made durable and moved there. A folder that was there is
    moved aside first, and back when the move fails: for a moment there is none.

    Args:
        path: a folder, or what is not there; of what a folder holds nothing is kept.
        files: bytes by name.

    Raises:
        KgError: the folder or a file cannot be written.
    """
    target = path.resolve()  # a link stays, and leads to the new folder
    try:
        with _beside(target) as new, _beside(target) as old:
            for name, data in files.items():
                with (new / name).open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            new.chmod(_mode(target, 0o777))
            _sync_folder(new)
            _swap(new, target, old)
            _sync_folder(target.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent))
    try:
        yield folder
    finally:
        # It may have been moved away.
        shutil.rmtree(folder, ignore_errors=True)


def _swap(new: Path, target: Path, old: Path) -> None:
    if not target.exists():
        new.replace(target)
        return
    target.replace(old)  # over an empty folder, which the system allows
    try:
        new.replace(target)
    except OSError:
        old.replace(target)
        raise


def _sync_folder(folder: Path) -> None:
    # The move itself is durable only when the folder is.
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mode(path: Path, usual: int = 0o666) -> int:
    # mkstemp and mkdtemp are private: keep what was replaced, else give what it would have had.
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return usual & ~mask


def _cannot_write(path: Path, error: OSError) -> KgError:
    return KgError(
        f"cannot write {path}",
        why=error.strerror or str(error),
        fix="check that the folder exists, can be written and has room, or name another file",
    )
